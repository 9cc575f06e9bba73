# Runs the Plumber API in the working folder on the Unix socket whose path is the last argument.

socket <- commandArgs(trailingOnly = TRUE)[[1]]

# Plumber knows ports only. A socket in a private folder is for the server alone, and has no delayed acknowledgements.
utils::assignInNamespace("runServer", function(host, port, app, ...) {
  server <- httpuv::startPipeServer(socket, strtoi("077", 8L), app)
  on.exit(httpuv::stopServer(server))
  httpuv::service(0)
}, "httpuv")

router <- plumber::plumb(dir = ".")

# Where the API itself says nothing, its address leads to its documentation.
visit <- list(REQUEST_METHOD = "GET", PATH_INFO = "/")
answered <- vapply(unlist(router$endpoints), function(endpoint) endpoint$canServe(visit), logical(1))
if (!any(answered) && !"/" %in% names(router$mounts)) {
  router$handle("GET", "/", function(res) {
    res$status <- 307L
    res$setHeader("Location", "./__docs__/")
    ""
  })
}

# The port is never opened.
router$run(port = 1025L, quiet = TRUE)
