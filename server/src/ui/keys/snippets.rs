//! Ready-made lines that use a new key.

use app::model::Snippet;

/// Lines for curl, R, Python and `.Renviron`, with this server's address.
pub(super) fn snippets(server_url: &str, key: &str) -> Vec<Snippet> {
    let snippet = |label: &str, text: String| Snippet { label: label.to_owned(), text };
    vec![
        snippet(
            "curl",
            format!(
                "export CONNECT_API_KEY={key}\n\
                 curl -H \"Authorization: Key ${{CONNECT_API_KEY}}\" \\\n    \"{server_url}/__api__/v1/user\""
            ),
        ),
        snippet(
            "R",
            format!(
                "library(httr)\n\n\
                 Sys.setenv(CONNECT_SERVER = \"{server_url}\", CONNECT_API_KEY = \"{key}\")\n\
                 resp <- GET(Sys.getenv(\"CONNECT_SERVER\"), path = \"/__api__/v1/user\",\n    \
                 add_headers(Authorization = paste(\"Key\", Sys.getenv(\"CONNECT_API_KEY\"))))\n\
                 content(resp, as = \"parsed\")"
            ),
        ),
        snippet(
            "Python",
            format!(
                "import json\nimport os\nimport urllib.request\n\n\
                 os.environ[\"CONNECT_SERVER\"] = \"{server_url}\"\n\
                 os.environ[\"CONNECT_API_KEY\"] = \"{key}\"\n\
                 request = urllib.request.Request(\n    \
                 os.environ[\"CONNECT_SERVER\"] + \"/__api__/v1/user\",\n    \
                 headers={{\"Authorization\": \"Key \" + os.environ[\"CONNECT_API_KEY\"]}})\n\
                 print(json.load(urllib.request.urlopen(request)))"
            ),
        ),
        snippet(".Renviron", format!("CONNECT_SERVER={server_url}\nCONNECT_API_KEY={key}")),
    ]
}
