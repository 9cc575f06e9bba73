
#* What came
#* @get /echo
#* @post /echo
#* @put /echo
#* @patch /echo
#* @delete /echo
#* @options /echo
#* @head /echo
#* @parser none
#* @serializer unboxedJSON
function(req) {
  list(
    method = req$REQUEST_METHOD,
    query = req$QUERY_STRING,
    body = paste(as.character(req$bodyRaw), collapse = ""),
    user = req$HTTP_RSTUDIO_CONNECT_CREDENTIALS
  )
}

#* Answers with this status
#* @get /status/<status:int>
#* @serializer text
function(status, res) {
  res$status <- status
  res$setHeader("Location", "./elsewhere")
  if (status %in% c(204L, 304L)) "" else "said"
}

#* Sets headers
#* @get /headers
#* @serializer text
function(res) {
  res$setHeader("X-Own", "one, two")
  res$setCookie("first", "1")
  res$setCookie("second", "2")
  "set"
}

#* All bytes that there are
#* @get /bytes
#* @serializer octet
function() as.raw(0:255)

#* Fails
#* @get /fails
function() stop("the inside of the program")

#* Who I am
#* @get /identity
#* @serializer unboxedJSON
function() {
  list(server = Sys.getenv("CONNECT_SERVER"), guid = Sys.getenv("CONNECT_CONTENT_GUID"), names = names(Sys.getenv()))
}
