# A repository without packages, so that nothing is looked up beyond this computer.
dir.create("repository/src/contrib", recursive = TRUE)
invisible(file.create("repository/src/contrib/PACKAGES"))
options(repos = c(CRAN = paste0("file://", getwd(), "/repository")))
suppressPackageStartupMessages(library(rsconnect))
addConnectServer(Sys.getenv("CONNECT_SERVER"), "house")
# In place of a browser: the test opens the page.
show <- function(url) {
  writeLines(url, "claim.new")
  file.rename("claim.new", "claim")
}
connectUser(server = "house", launch.browser = show)
stopifnot(identical(accounts("house")$name, "pia"), is.null(accountInfo("pia", "house")$apiKey))
stopifnot(deployApp("site", appName = "signed-from-r", account = "pia", server = "house", launch.browser = FALSE))
