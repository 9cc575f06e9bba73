"""Python APIs: a Flask and a FastAPI app through Claviger, and directly with the servers that Claviger takes too."""

import json
import os
import statistics
import subprocess
import time

from .machine import check_same, free_port, row, wait_for, wrk
from .programs import Group
from .server import ROOT, Claviger, claviger

# With uv among the clients that the tests run.
CLIENTS = ROOT / "target/clients/bin"
VENV = ROOT / "target/bench-python"
PACKAGES = ["flask", "waitress", "fastapi", "uvicorn", "websockets"]

FLASK = """
import flask

app = flask.Flask(__name__)


@app.get("/text")
def text():
    return "the same for everybody"
"""

FASTAPI = """
import fastapi
import fastapi.responses

app = fastapi.FastAPI()


@app.get("/text", response_class=fastapi.responses.PlainTextResponse)
async def text():
    return "the same for everybody"
"""


def install():
    if not (VENV / "bin/uvicorn").exists():
        subprocess.run([CLIENTS / "uv", "venv", "--quiet", VENV], check=True)
        subprocess.run([CLIENTS / "uv", "pip", "install", "--quiet", "--python", VENV, *PACKAGES], check=True)


def directly(name, folder, port):
    if name == "Flask":
        return Group([VENV / "bin/waitress-serve", f"--listen=127.0.0.1:{port}", "app:app"], folder)
    return Group([VENV / "bin/uvicorn", "--port", str(port), "--log-level", "warning", "app:app"], folder)


def publish(data, folder, name):
    """Publishes with a server that does not run; gives the item's number and how long that took."""
    os.environ["CLAVIGER_PYTHON_UV"] = str(CLIENTS / "uv")
    start = time.monotonic()
    item = json.loads(claviger(data, "publish", folder, "--name", name, "--user", "bench"))["id"]
    return item, time.monotonic() - start


def calls(options, name, folder, server, item, key, started):
    port = free_port()
    started.append(directly(name, folder, port))
    wait_for(port, "/text")
    header, ours = f"Authorization: Key {key}", f"/content/{item}/text"
    check_same([(port, "/text", {}), (server.port, ours, {"Authorization": f"Key {key}"})])
    cases = {
        f"{name} directly, a fresh connection each": (f"http://127.0.0.1:{port}/text", ("Connection: close",)),
        f"{name} directly, one connection kept": (f"http://127.0.0.1:{port}/text", ()),
        f"{name} through Claviger, with a key": (f"http://127.0.0.1:{server.port}{ours}", (header,)),
    }
    results = {case: [] for case in cases}
    for _ in range(options.rounds):
        for case, (url, headers) in cases.items():
            results[case].append(wrk(url, 1, options.seconds, headers))
    for case, runs in results.items():
        row(case, [rate for rate, _ in runs], [latency for _, latency in runs])
    fresh, _, through = (statistics.median(latency for _, latency in runs) for runs in results.values())
    return through / fresh


def python_apis(options, folder, data, key):
    install()
    folders, items, times = {}, {}, {}
    for name, app, package in (("Flask", FLASK, "flask"), ("FastAPI", FASTAPI, "fastapi")):
        folders[name] = folder / f"python-{package}"
        folders[name].mkdir()
        (folders[name] / "app.py").write_text(app)
        (folders[name] / "requirements.txt").write_text(package + "\n")
        first = publish(data, folders[name], f"bench-{package}")
        items[name], times[name] = first[0], (first[1], publish(data, folders[name], f"bench-{package}")[1])
    started = [Claviger(data, CLAVIGER_PROGRAMS_IDLE_STOP="3600")]
    try:
        print("\n### A call of a Python API, 1 connection\n")
        print("| case | requests/s, median | range | p50, median |\n| --- | --- | --- | --- |")
        ratios = {name: calls(options, name, folders[name], started[0], items[name], key, started) for name in items}
        told = "; ".join(f"{name} {ratio:.2f}" for name, ratio in ratios.items())
        print(f"\np50 as a ratio to a fresh connection directly: {told}.")
        print("\n### Publishing a Python API by command, until it is served\n\n| what | figure |\n| --- | --- |")
        for name, (first, again) in times.items():
            print(f"| {name}, the first time, packages downloaded or from uv's store | {first:.1f} s |")
            print(f"| {name}, again with the same requirements | {again:.1f} s |")
    finally:
        for process in reversed(started):
            process.stop()
