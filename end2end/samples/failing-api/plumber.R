# It answers until its owner sets a variable.
if (nzchar(Sys.getenv("FROZEN"))) stop("the lake is ", "frozen")

#* @get /depth
function() 7
