"""R Plumber: through Claviger, nginx, faucet and directly; what the proxy adds; cold start; many items."""

import http.client
import json
import os
import re
import signal
import statistics
import subprocess
import threading
import time
from pathlib import Path

from .machine import check_same, free_port, row, wait_for, wrk
from .server import ROOT, Claviger, claviger

FAUCET_VERSION = "2.1.0"
FAUCET = ROOT / "target/faucet/bin/faucet"

PLUMBER = """
#* @get /text
#* @serializer text
function() "the same for everybody"

#* @get /mean
function(samples = 10) mean(rnorm(samples))
"""

# nginx on the socket that a program is given: an upstream that costs next to nothing.
RETURN_200 = """
structure(list(run = function(...) {
  socket <- commandArgs(TRUE)[[1]]
  here <- getwd()
  writeLines(sprintf('
    worker_processes 1; daemon off; pid %1$s/pid; error_log %1$s/error.log;
    events { worker_connections 1024; }
    http {
      access_log off; keepalive_requests 1000000;
      client_body_temp_path %1$s/b; proxy_temp_path %1$s/p; fastcgi_temp_path %1$s/f; uwsgi_temp_path %1$s/u;
      scgi_temp_path %1$s/s;
      server { listen unix:%2$s; location / { return 200 "the same for everybody"; } }
    }', here, socket), "nginx.conf")
  system2("/usr/sbin/nginx", c("-c", file.path(here, "nginx.conf"), "-p", here, "-e", file.path(here, "error.log")))
}, mounts = list("/" = TRUE)), class = "Plumber")
"""


def install_faucet():
    if not FAUCET.exists():
        subprocess.run(["cargo", "install", "faucet-server", "--version", FAUCET_VERSION, "--locked", "--root",
                        FAUCET.parent.parent, "--target-dir", ROOT / "target/faucet/build"], check=True)


class Group:
    """A process and its children, ended together."""

    def __init__(self, command, folder):
        self.process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        start_new_session=True)

    def stop(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()


def plumber(folder, port):
    code = f"plumber::pr_run(plumber::plumb('plumber.R'), port = {port}, quiet = TRUE)"
    return Group(["Rscript", "-e", code], folder)


def faucet(folder, port):
    return Group([FAUCET, "--host", f"127.0.0.1:{port}", "start", "--dir", folder, "--type", "plumber",
                  "--workers", "1"], folder)


class Proxies:
    """nginx in front of a Plumber of its own, with and without connections that stay open."""

    def __init__(self, folder, upstream, stub):
        self.fresh, self.kept, self.stub = free_port(), free_port(), stub
        config = folder / "proxies.conf"
        config.write_text(f"""
            worker_processes 2; daemon off; pid {folder}/proxies.pid; error_log {folder}/proxies.log;
            events {{ worker_connections 1024; }}
            http {{
                access_log off; keepalive_requests 1000000;
                client_body_temp_path {folder}/pb; proxy_temp_path {folder}/pp; fastcgi_temp_path {folder}/pf;
                uwsgi_temp_path {folder}/pu; scgi_temp_path {folder}/ps;
                upstream kept {{ server 127.0.0.1:{upstream}; keepalive 16; }}
                proxy_set_header Host $host; proxy_set_header X-Forwarded-For $remote_addr;
                proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-Host $host;
                server {{ listen 127.0.0.1:{self.fresh}; location / {{ proxy_pass http://127.0.0.1:{upstream}; }} }}
                server {{ listen 127.0.0.1:{self.kept}; location / {{
                    proxy_pass http://kept; proxy_http_version 1.1; proxy_set_header Connection "";
                    proxy_set_header Host $host; proxy_set_header X-Forwarded-For $remote_addr;
                    proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-Host $host; }} }}
                server {{ listen 127.0.0.1:{stub}; location / {{ return 200 "the same for everybody"; }} }}
            }}""")
        self.process = subprocess.Popen(["/usr/sbin/nginx", "-c", config, "-p", folder])
        wait_for(stub)

    def stop(self):
        self.process.terminate()
        self.process.wait()


def calls(options, folder, server, item, key, started):
    """The same call of the same file, everybody with one R process."""
    header = f"Authorization: Key {key}"
    direct, behind, own = free_port(), free_port(), free_port()
    upstream = plumber(folder, behind)
    started += [plumber(folder, direct), upstream, faucet(folder, own)]
    proxies = Proxies(folder.parent, behind, free_port())
    started.append(proxies)
    for port in (direct, behind, own):
        wait_for(port, "/text")
    ours = f"/content/{item}/text"
    check_same([(port, "/text", {}) for port in (direct, behind, own, proxies.fresh, proxies.kept)]
               + [(server.port, ours, {"Authorization": f"Key {key}"})])
    cases = {
        "R directly, a fresh connection each": (f"http://127.0.0.1:{direct}/text", ("Connection: close",)),
        "R directly, one connection kept": (f"http://127.0.0.1:{direct}/text", ()),
        "nginx, no upstream keep-alive": (f"http://127.0.0.1:{proxies.fresh}/text", ()),
        "nginx, upstream keep-alive": (f"http://127.0.0.1:{proxies.kept}/text", ()),
        f"faucet {FAUCET_VERSION}, one worker": (f"http://127.0.0.1:{own}/text", ()),
        "Claviger, with a key": (f"http://127.0.0.1:{server.port}{ours}", (header,)),
    }
    medians = {}
    for connections in (1, 8):
        results = {case: [] for case in cases}
        for _ in range(options.rounds):
            for case, (url, headers) in cases.items():
                results[case].append(wrk(url, connections, options.seconds, headers))
        print(f"\n### A Plumber call, {connections} connection{'s' if connections > 1 else ''}\n")
        print("| case | requests/s, median | range | p50, median |\n| --- | --- | --- | --- |")
        for case, runs in results.items():
            row(case, [rate for rate, _ in runs], [latency for _, latency in runs])
            medians[case, connections] = statistics.median(latency for _, latency in runs)
    p50 = {case: medians[case, 1] for case in cases}
    us = p50["Claviger, with a key"]
    print(f"\np50 with 1 connection, as ratios: to a fresh connection directly "
          f"{us / p50['R directly, a fresh connection each']:.2f}; to nginx without upstream keep-alive "
          f"{us / p50['nginx, no upstream keep-alive']:.2f}; nginx with it takes "
          f"{p50['nginx, upstream keep-alive'] / us:.1f} times as long as we do, faucet "
          f"{p50[f'faucet {FAUCET_VERSION}, one worker'] / us:.1f} times.")
    return proxies


def added(options, server, item, key, proxies):
    """What the proxy adds to an upstream that costs nothing."""
    url = f"http://127.0.0.1:{server.port}/content/{item}/"
    cases = {
        "nginx `return 200` directly": (f"http://127.0.0.1:{proxies.stub}/", ()),
        "the same through Claviger, with a key": (url, (f"Authorization: Key {key}",)),
    }
    check_same([(proxies.stub, "/", {}), (server.port, f"/content/{item}/", {"Authorization": f"Key {key}"})])
    results = {case: [] for case in cases}
    for _ in range(options.rounds):
        for case, (url, headers) in cases.items():
            results[case].append(wrk(url, 1, options.seconds, headers))
    print("\n### What the proxy adds, 1 connection\n")
    print("| case | requests/s, median | range | p50, median |\n| --- | --- | --- | --- |")
    latencies = []
    for case, runs in results.items():
        row(case, [rate for rate, _ in runs], [latency for _, latency in runs])
        latencies.append(statistics.median(latency for _, latency in runs))
    print(f"\nAdded at the median: {latencies[1] - latencies[0]:.0f} us.")


def get(port, path, key):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", path, headers={"Authorization": f"Key {key}"})
    response = connection.getresponse()
    return response.status, response.read()


def cold_start(options, folder, server, data, key):
    """From nothing to the first answer, beside R alone with the same file; alone on the machine, in turns."""
    bare, ours = [], []
    for round_ in range(options.rounds):
        port = free_port()
        start = time.monotonic()
        process = plumber(folder, port)
        wait_for(port, "/text")
        bare.append((time.monotonic() - start) * 1000)
        process.stop()
        item = publish(data, folder, f"cold-{round_}")
        start = time.monotonic()
        status, _ = get(server.port, f"/content/{item}/text", key)
        ours.append((time.monotonic() - start) * 1000)
        assert status == 200
    print("\n### Cold start\n\n| case | median | range |\n| --- | --- | --- |")
    for case, times in (("`Rscript` alone, to its first answer", bare), ("the first call through Claviger", ours)):
        print(f"| {case} | {statistics.median(times):.0f} ms | {min(times):.0f} - {max(times):.0f} ms |")
    print(f"\nAdded at the median: {statistics.median(ours) - statistics.median(bare):.0f} ms.")


def publish(data, folder, name):
    return json.loads(claviger(data, "publish", folder, "--name", name, "--user", "bench"))["id"]


def wardens(server):
    """The warden of each running program: the server's children."""
    listed = subprocess.run(["ps", "--ppid", str(server.process.pid), "-o", "pid="], capture_output=True, text=True)
    return [int(pid) for pid in listed.stdout.split()]


def descendants(pid):
    listed = subprocess.run(["ps", "--ppid", str(pid), "-o", "pid="], capture_output=True, text=True).stdout.split()
    return [int(child) for child in listed] + [more for child in listed for more in descendants(int(child))]


def private_memory(pid):
    """MB that are this process's own, its share of shared pages included."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)[1]) / 1024


def simultaneous(server, data, folder, key):
    """32 first calls at once: one process, and everybody is answered."""
    item = publish(data, folder, "at-once")
    before, answers = set(wardens(server)), []
    threads = [threading.Thread(target=lambda: answers.append(get(server.port, f"/content/{item}/text", key)))
               for _ in range(32)]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = (time.monotonic() - start) * 1000
    new = set(wardens(server)) - before
    good = sum(status == 200 for status, _ in answers)
    warden = private_memory(new.copy().pop())
    program = sum(private_memory(pid) for pid in descendants(new.copy().pop()))
    print("\n### 32 simultaneous first calls, and the memory of an idle program\n\n| what | figure |\n| --- | --- |")
    print(f"| answered well | {good} of 32, all within {took:.0f} ms |")
    print(f"| processes started | {len(new)} |")
    print(f"| memory of the R process, idle | {program:.0f} MB |")
    print(f"| memory of its warden | {warden:.1f} MB |")


def many(options, server, data, folder, key):
    """Many items, one after the other, then all of them running."""
    items = [publish(data, folder, f"many-{n}") for n in range(options.items)]
    before, start = server.memory(), time.monotonic()
    good = sum(get(server.port, f"/content/{item}/text", key)[0] == 200 for item in items)
    cold = time.monotonic() - start
    running = len(wardens(server))
    warm = []
    for item in items:
        start = time.monotonic()
        good += get(server.port, f"/content/{item}/text", key)[0] == 200
        warm.append((time.monotonic() - start) * 1000)
    print(f"\n### {options.items} items on one server\n\n| what | figure |\n| --- | --- |")
    print(f"| answered well, cold and then warm | {good} of {2 * len(items)} |")
    print(f"| first calls one after the other | {cold / len(items) * 1000:.0f} ms each |")
    print(f"| programs running at once after them | {running} |")
    print(f"| p50 of a call, fresh connection, {options.items} programs running | {statistics.median(warm):.1f} ms |")
    print(f"| memory of the server before and after | {before:.0f} MB, {server.memory():.0f} MB |")


def measure(options, folder, data, key):
    install_faucet()
    api, stub = folder / "api", folder / "stub"
    api.mkdir(), stub.mkdir()
    (api / "plumber.R").write_text(PLUMBER)
    (stub / "entrypoint.R").write_text(RETURN_200)
    started = []
    server = Claviger(data, CLAVIGER_PROGRAMS_IDLE_STOP="3600")
    started.append(server)
    try:
        item, free = publish(data, api, "api"), publish(data, stub, "stub")
        proxies = calls(options, api, server, item, key, started)
        added(options, server, free, key, proxies)
        cold_start(options, api, server, data, key)
        simultaneous(server, data, api, key)
        many(options, server, data, api, key)
    finally:
        for process in reversed(started):
            process.stop()
