"""The API Keys page: how long its HTML takes, and how much goes over the wire."""

import http.client
import json

from .machine import wrk
from .server import ROOT


def keys_page(options, server):
    connection = http.client.HTTPConnection("localhost", server.port)
    body = json.dumps({"username": "bench", "password": "a bench needs no secret"})
    connection.request("POST", "/__login__", body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    response.read()
    cookie = next(c for c in response.msg.get_all("set-cookie") if "session=" in c).split(";")[0]
    _, latency = wrk(f"http://127.0.0.1:{server.port}/connect/keys", 1, options.seconds,
                      (f"Host: localhost:{server.port}", f"Cookie: {cookie}"))
    connection.request("GET", "/connect/keys", headers={"Cookie": cookie, "Accept-Encoding": "br"})
    page = connection.getresponse()
    wire = len(page.read())
    site = ROOT / "target/site"
    assets = {kind: next(site.glob(f"{kind[0]}.*.{kind[1]}.br")).stat().st_size
              for kind in [("claviger", "wasm"), ("claviger", "js"), ("boot", "js"), ("claviger", "css")]}
    print("\n### API Keys page\n\n| what | figure |\n| --- | --- |")
    print(f"| HTML with 4 keys, p50 with 1 connection | {latency / 1000:.2f} ms |")
    print(f"| HTML over the wire (brotli) | {wire:,} bytes |")
    print(f"| wasm + js + css over the wire (brotli) | {sum(assets.values()):,} bytes |")
