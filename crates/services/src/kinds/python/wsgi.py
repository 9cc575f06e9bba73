"""Runs a WSGI app on a Unix socket: launcher.py ENTRY_POINT SOCKET, in the folder of the program."""

import signal
import sys

import waitress

import _claviger

# How many requests are answered at once.
THREADS = 16
# The server in front decides how large a request may be.
ANY_SIZE = 1 << 60


def mounted(app):
    """The app as it is reached: the server in front says under which address, and who calls from where."""

    def answer(environ, start_response):
        base_url = environ.get("HTTP_RSTUDIO_CONNECT_APP_BASE_URL", "")
        environ["SCRIPT_NAME"] = _claviger.prefix(base_url).decode("latin-1")
        environ["wsgi.url_scheme"] = environ.get("HTTP_X_FORWARDED_PROTO", "http")
        environ["REMOTE_ADDR"] = environ.get("HTTP_X_FORWARDED_FOR", "127.0.0.1")
        return app(environ, start_response)

    return answer


def main():
    entry, socket = sys.argv[1:]
    app = _claviger.load(entry)
    if _claviger.is_asgi(app):
        sys.exit(f"{entry} is an app for ASGI, as those of FastAPI are. Publish it as such (python-fastapi).")
    server = waitress.create_server(
        mounted(app),
        unix_socket=socket,
        unix_socket_perms="600",
        threads=THREADS,
        ident=None,
        clear_untrusted_proxy_headers=False,
        max_request_body_size=ANY_SIZE,
    )
    # The server finishes what it does when its thread is told to exit.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server.run()


main()
