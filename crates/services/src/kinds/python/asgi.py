"""Runs an ASGI app on a Unix socket: launcher.py ENTRY_POINT SOCKET, in the folder of the program."""

import sys
from urllib.parse import quote_from_bytes

import uvicorn

import _claviger

try:
    from starlette import _utils

    # Older versions of Starlette look for routes in the whole path.
    ROOT_IN_PATH = hasattr(_utils, "get_route_path")
except ImportError:
    ROOT_IN_PATH = True


def documentation(app):
    """Where the documentation of an app is that answers nothing at its root; None for others."""
    address, routes = getattr(app, "docs_url", None), getattr(app, "routes", None)
    if not address or routes is None:
        return None
    visit = {"type": "http", "method": "GET", "path": "/", "root_path": "", "headers": [], "query_string": b""}
    return None if any(route.matches(visit)[0].name == "FULL" for route in routes) else address


class Mounted:
    """The app as it is reached: the server in front says under which address."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        if scope["type"] == "http" and scope["path"] == "/" and scope["method"] in ("GET", "HEAD"):
            address = documentation(self.app)
            if address:
                headers = [(b"location", f".{address}".encode()), (b"content-length", b"0")]
                await send({"type": "http.response.start", "status": 307, "headers": headers})
                return await send({"type": "http.response.body", "body": b""})
        base_url = dict(scope["headers"]).get(b"rstudio-connect-app-base-url", b"").decode("latin-1")
        prefix = _claviger.prefix(base_url)
        scope = {**scope, "root_path": prefix.decode("utf-8", "replace")}
        if ROOT_IN_PATH:
            scope["path"] = scope["root_path"] + scope["path"]
            if scope.get("raw_path"):
                scope["raw_path"] = quote_from_bytes(prefix).encode() + scope["raw_path"]
        return await self.app(scope, receive, send)


def main():
    entry, socket = sys.argv[1:]
    app = _claviger.load(entry)
    if hasattr(app, "wsgi_app"):
        sys.exit(f"{entry} is an app for WSGI, as those of Flask are. Publish it as such (python-api).")
    uvicorn.run(
        Mounted(app),
        uds=socket,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips="*",
    )


main()
