# A repository without packages, so that nothing is looked up beyond this computer.
dir.create("repository/src/contrib", recursive = TRUE)
invisible(file.create("repository/src/contrib/PACKAGES"))
options(repos = c(CRAN = paste0("file://", getwd(), "/repository")))
suppressPackageStartupMessages(library(rsconnect))
addConnectServer(Sys.getenv("CONNECT_SERVER"), "house")
connectApiUser(account = "pia", server = "house", apiKey = Sys.getenv("CONNECT_API_KEY"))
