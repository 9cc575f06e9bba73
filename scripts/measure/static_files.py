"""Static files: Claviger with a key beside nginx without one, and nginx behind auth_request."""

import os
import subprocess

from .machine import check_same, free_port, row, wait_for, wrk


class Nginx:
    """nginx with the same files: without a key, and behind auth_request.

    auth_request asks a service whether a request may pass. Here that service is nginx itself, on another port and over
    connections that stay open: as quick as any service can be, and one that knows a single key and no database. The
    variant without a service (`auth_request` to a map in the same nginx) is measured too; it could never learn that a
    key was deleted.
    """

    def __init__(self, folder, site, key):
        self.plain, self.auth, self.map, self.service = (free_port() for _ in range(4))
        config = folder / "nginx.conf"
        config.write_text(f"""
            worker_processes 2; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
            {"user root;" if os.getuid() == 0 else ""}
            events {{ worker_connections 1024; }}
            http {{
                access_log off; sendfile on; map_hash_bucket_size 128; tcp_nopush on; keepalive_requests 1000000;
                open_file_cache max=100; types {{ text/html html; text/plain txt; }}
                client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
                uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
                map $http_authorization $good {{ "Key {key}" 1; default 0; }}
                server {{ listen 127.0.0.1:{self.plain}; root {site}; }}
                upstream service {{ server 127.0.0.1:{self.service}; keepalive 64; }}
                server {{ listen 127.0.0.1:{self.service}; if ($good) {{ return 204; }} return 401; }}
                server {{
                    listen 127.0.0.1:{self.auth}; root {site};
                    location / {{ auth_request /auth; }}
                    location = /auth {{
                        internal; proxy_pass http://service; proxy_http_version 1.1; proxy_set_header Connection "";
                        proxy_pass_request_body off; proxy_set_header Content-Length "";
                    }}
                }}
                server {{
                    listen 127.0.0.1:{self.map}; root {site};
                    location / {{ auth_request /auth; }}
                    location = /auth {{ internal; if ($good) {{ return 204; }} return 401; }}
                }}
            }}""")
        self.process = subprocess.Popen(["/usr/sbin/nginx", "-c", config, "-p", folder])
        wait_for(self.plain), wait_for(self.auth)

    def stop(self):
        self.process.terminate()
        self.process.wait()


def static_files(options, nginx, server, item, key):
    header = f"Authorization: Key {key}"
    for name, size in [("1 KiB", "1k.txt"), ("100 KiB", "100k.txt")]:
        ours = f"/content/{item}/{size}"
        check_same([(nginx.plain, f"/{size}", {}), (nginx.auth, f"/{size}", {"Authorization": f"Key {key}"}),
                    (nginx.map, f"/{size}", {"Authorization": f"Key {key}"}), (server.port, ours, {"Authorization": f"Key {key}"})])
        cases = {
            "nginx, no key": (f"http://127.0.0.1:{nginx.plain}/{size}", ()),
            "nginx, `auth_request` to a service": (f"http://127.0.0.1:{nginx.auth}/{size}", (header,)),
            "nginx, `auth_request` to a map": (f"http://127.0.0.1:{nginx.map}/{size}", (header,)),
            "Claviger, with a key": (f"http://127.0.0.1:{server.port}{ours}", (header,)),
        }
        results = {case: [] for case in cases}
        for _ in range(options.rounds):
            for case, (url, headers) in cases.items():
                results[case].append(wrk(url, 32, options.seconds, headers))
        single = {case: wrk(url, 1, options.seconds, headers)[1] for case, (url, headers) in cases.items()}
        print(f"\n### Static {name}, 32 connections\n")
        print("| case | requests/s, median | range | p50 with 1 connection |\n| --- | --- | --- | --- |")
        medians = {case: row(case, [rate for rate, _ in runs], [single[case]]) for case, runs in results.items()}
        with_key = medians["Claviger, with a key"]
        print(f"\nRatio to nginx without a key: {with_key / medians['nginx, no key']:.2f}; "
              f"to `auth_request` to a service: {with_key / medians['nginx, `auth_request` to a service']:.2f}; "
              f"to a map: {with_key / medians['nginx, `auth_request` to a map']:.2f}.")
