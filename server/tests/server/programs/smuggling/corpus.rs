//! The cases. `{case}`, `{smuggled}`, `{host}` and `{key}` stand for two addresses, the server's host and a line with
//! a key that is good for the case; what is smuggled has none.

/// Bytes, and what is to become of them.
pub(super) struct Case {
    /// Part of the paths that it names.
    pub(super) name: &'static str,
    pub(super) bytes: &'static str,
    pub(super) fate: Fate,
}

/// What becomes of a case.
pub(super) enum Fate {
    /// The program sees nothing of it.
    Refused,
    /// The program sees it with this body.
    Taken(&'static str),
}

const fn refused(name: &'static str, bytes: &'static str) -> Case {
    Case { name, bytes, fate: Fate::Refused }
}

const fn taken(name: &'static str, bytes: &'static str, body: &'static str) -> Case {
    Case { name, bytes, fate: Fate::Taken(body) }
}

#[rustfmt::skip]
pub(super) const CORPUS: &[Case] = &[
    // Two lengths, or none that is one.
    taken("same-length-twice", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\nbody", "body"),
    refused("other-length-second", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 4\r\nContent-Length: 40\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("other-length-first", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 40\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("length-list", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 4, 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("length-other-list", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 4, 40\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("length-plus", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: +4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("length-minus", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: -4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("length-hex", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 0x4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("length-inner-space", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 4 0\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("length-point", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 4.0\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("length-semicolon", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 4;\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("length-letters", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: four\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("length-nothing", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: \r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("length-overflow", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 18446744073709551620\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("length-long-overflow", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 9999999999999999999999999999999999999999\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("length-quoted", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: \"4\"\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    taken("length-spaces", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length:   4\t \r\n\r\nbody", "body"),
    taken("length-zeros", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 0004\r\n\r\nbody", "body"),
    taken("length-no-space", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length:4\r\n\r\nbody", "body"),
    taken("length-odd-case", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\ncOnTeNt-LeNgTh: 4\r\n\r\nbody", "body"),
    refused("length-space-before-colon", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length : 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    taken("length-underscore", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent_Length: 400\r\nContent-Length: 4\r\n\r\nbody", "body"),
    taken("length-in-get", "GET {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 4\r\n\r\nbody", "body"),
    // Chunks and a length: the chunks decide, as RFC 9112, section 6.3, has it.
    taken("length-then-chunks", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n", ""),
    taken("chunks-then-length", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\na\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
    taken("chunks-and-no-length", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n4\r\nbody\r\n0\r\n\r\n", "body"),
    // Transfer codings that are not `chunked` alone.
    refused("coding-identity-last", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked, identity\r\nContent-Length: 4\r\n\r\n4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("coding-identity", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: identity\r\nContent-Length: 4\r\n\r\n4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("coding-x", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: xchunked\r\nContent-Length: 4\r\n\r\n4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("coding-suffix", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunkedx\r\nContent-Length: 4\r\n\r\n4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("coding-quoted", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: \"chunked\"\r\nContent-Length: 4\r\n\r\n4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("coding-parameter", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked;q=1\r\nContent-Length: 4\r\n\r\n4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("coding-nothing", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: \r\nContent-Length: 4\r\n\r\n4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("coding-vertical-tab", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: \u{b}chunked\r\nContent-Length: 4\r\n\r\n4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("coding-form-feed", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked\u{c}\r\nContent-Length: 4\r\n\r\n4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("coding-null", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked\0\r\nContent-Length: 4\r\n\r\n4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("coding-gzip-last", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked, gzip\r\nContent-Length: 4\r\n\r\n4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("coding-comma", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked,\r\nContent-Length: 4\r\n\r\n4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("coding-semicolon", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked;\r\nContent-Length: 4\r\n\r\n4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("coding-two-words", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked chunked\r\nContent-Length: 4\r\n\r\n4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("coding-no-break-space", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked\u{a0}\r\nContent-Length: 4\r\n\r\n4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    taken("coding-spaces", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding:  chunked \r\n\r\n4\r\nbody\r\n0\r\n\r\n", "body"),
    taken("coding-tab", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding:\tchunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n", "body"),
    taken("coding-odd-case", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding:cHuNkEd\r\n\r\n4\r\nbody\r\n0\r\n\r\n", "body"),
    taken("coding-none-before", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding:chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n", "body"),
    refused("coding-then-identity", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("coding-space-before-colon", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding : chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("coding-tab-before-colon", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding\t: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("coding-space-before-name", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\n Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("coding-folded", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding:\r\n chunked\r\nContent-Length: 4\r\n\r\n4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("coding-in-fold", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nX-Fold: x\r\n Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("coding-after-cr", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nX-Cr: x\rTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    taken("coding-after-lf", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nX-Lf: x\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n", "body"),
    taken("coding-underscore", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer_Encoding: chunked\r\nContent-Length: 4\r\n\r\nbody", "body"),
    refused("coding-in-1-0", "POST {case} HTTP/1.0\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    taken("coding-in-get", "GET {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n", "body"),
    // Chunks that are none.
    refused("chunk-hex-prefix", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked\r\n\r\n0x4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("chunk-minus", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked\r\n\r\n-4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("chunk-plus", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked\r\n\r\n+4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("chunk-letters", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked\r\n\r\ng\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("chunk-nothing", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked\r\n\r\n\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("chunk-overflow", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000004\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("chunk-space-before", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked\r\n\r\n 4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("chunk-inner-space", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked\r\n\r\n4 4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("chunk-underscore", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked\r\n\r\n0_4\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("chunk-comma", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked\r\n\r\n4,\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("chunk-too-long", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbodyx\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("chunk-without-end", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    taken("chunk-zeros", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked\r\n\r\n0004\r\nbody\r\n000\r\n\r\n", "body"),
    taken("chunk-extension", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked\r\n\r\n4;a=b;c=\"d\"\r\nbody\r\n0;e\r\n\r\n", "body"),
    refused("chunk-extension-with-lf", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked\r\n\r\n4;\n\r\nbody\r\n0\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("chunk-lf", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked\r\n\r\n4\nbody\n0\n\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("chunk-cr", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked\r\n\r\n4\rbody\r0\r\rGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    taken("trailers", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\nContent-Length: 40\r\nTransfer-Encoding: x\r\nRStudio-Connect-Credentials: x\r\nHost: x\r\n\r\n", "body"),
    taken("trailers-announced", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nTransfer-Encoding: chunked\r\nTE: trailers\r\nTrailer: X-Late, RStudio-Connect-Credentials\r\n\r\n4\r\nbody\r\n0\r\nX-Late: x\r\nRStudio-Connect-Credentials: x\r\n\r\n", "body"),
    // Heads that are none.
    refused("name-null", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nX\0: x\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("value-null", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nX: x\0y\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("value-cr", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nX: x\ry\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("no-colon", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nX\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("no-name", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\n: x\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("name-with-space", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nX Y: x\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("name-with-slash", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nX/Y: x\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("fold", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nX: x\r\n y\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    taken("value-high", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nX: \u{fc}\u{ff}\r\nContent-Length: 4\r\n\r\nbody", "body"),
    taken("lines-end-with-lf", "POST {case} HTTP/1.1\nHost: {host}\n{key}\nContent-Length: 4\n\nbody", "body"),
    refused("lines-end-with-cr", "POST {case} HTTP/1.1\rHost: {host}\r{key}\rContent-Length: 4\r\rbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    taken("blank-lines-before", "\r\n\r\nPOST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 4\r\n\r\nbody", "body"),
    refused("two-hosts", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nHost: {host}\r\nContent-Length: 4\r\n\r\nbody"),
    refused("no-host", "POST {case} HTTP/1.1\r\n{key}\r\nContent-Length: 4\r\n\r\nbody"),
    refused("foreign-host", "POST {case} HTTP/1.1\r\nHost: evil.test\r\n{key}\r\nContent-Length: 4\r\n\r\nbody"),
    refused("two-keys", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\n{key}\r\nContent-Length: 4\r\n\r\nbody"),
    // Request lines that are none, or say more than a path.
    refused("two-spaces", "POST  {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("space-after-path", "POST {case}  HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("space-at-end", "POST {case} HTTP/1.1 \r\nHost: {host}\r\n{key}\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("space-in-path", "POST {case} x HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("tabs", "POST\t{case}\tHTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("space-first", " POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("version-1-9", "POST {case} HTTP/1.9\r\nHost: {host}\r\n{key}\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("version-2", "POST {case} HTTP/2.0\r\nHost: {host}\r\n{key}\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("version-small", "POST {case} http/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("version-0-9", "GET {case}\r\nHost: {host}\r\n{key}\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("version-none", "POST {case} \r\nHost: {host}\r\n{key}\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    taken("method-small", "post {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 4\r\n\r\nbody", "body"),
    refused("method-odd", "P()ST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("path-null", "POST {case}\0 HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("path-cr", "POST {case}\rX HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    taken("absolute", "POST http://{host}{case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 4\r\n\r\nbody", "body"),
    refused("absolute-foreign", "POST http://evil.test{case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("absolute-user", "POST http://{host}@evil.test{case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("authority", "CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("asterisk", "OPTIONS * HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    refused("no-slash", "POST content/x HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 4\r\n\r\nbodyGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    taken("fragment", "POST {case}#{smuggled} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nContent-Length: 4\r\n\r\nbody", "body"),
    refused("http-2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nGET {smuggled} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    // Headers about the connection.
    taken("connection-names-ours", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nConnection: close, Authorization, Content-Length, Host, RStudio-Connect-Credentials\r\nContent-Length: 4\r\n\r\nbody", "body"),
    taken("expect-odd", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nExpect: something\r\nContent-Length: 4\r\n\r\nbody", "body"),
    taken("expect-continue", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\nbody", "body"),
    taken("upgrade-h2c", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\nContent-Length: 4\r\n\r\nbody", "body"),
    taken("upgrade-tls", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nConnection: Upgrade\r\nUpgrade: TLS/1.0\r\nContent-Length: 4\r\n\r\nbody", "body"),
    taken("proxy-connection", "POST {case} HTTP/1.1\r\nHost: {host}\r\n{key}\r\nProxy-Connection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 4\r\n\r\nbody", "body"),
];
