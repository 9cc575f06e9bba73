stopifnot(deployAPI("api", appName = "api-from-r", account = "pia", server = "house", launch.browser = FALSE))
