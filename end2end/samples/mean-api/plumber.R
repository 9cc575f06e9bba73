#* The mean of random numbers between 0 and 1
#* @param samples How many
#* @get /mean
function(samples = 10) {
  mean(stats::runif(as.integer(samples)))
}
