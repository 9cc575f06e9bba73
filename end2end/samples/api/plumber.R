#* The mean of random numbers
#* @get /mean
function(samples = 10) {
    mean(rnorm(as.integer(samples)))
}

#* @get /
#* @serializer html
function() {
    message("Somebody looks at the front page.")
    "<!doctype html><html lang='en'><title>Means</title><h1>Means of random numbers</h1></html>"
}
