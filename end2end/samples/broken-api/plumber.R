stop("the lake is ", "frozen")
