deploy <- function(...) deployApp("site", appName = "site-from-r", account = "pia", server = "house", launch.browser = FALSE, ...)
stopifnot(deploy(appTitle = "A site from R"))
first <- deployments("site")
stopifnot(nrow(first) == 1, grepl(Sys.getenv("CONNECT_SERVER"), first$url, fixed = TRUE))

writeLines("<p>from R, again</p>", "site/index.html", sep = "")
stopifnot(deploy())
second <- deployments("site")
stopifnot(nrow(second) == 1, second$appId == first$appId, second$bundleId != first$bundleId)

listed <- applications("pia", "house")
mine <- listed[listed$name == "site-from-r", ]
stopifnot(nrow(mine) == 1, mine$id == first$appId, mine$url == first$url)
