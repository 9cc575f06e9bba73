"""What every measurement needs: ports, waiting, load, tables."""

import http.client
import re
import socket
import statistics
import subprocess
import sys
import time


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(port, path="/"):
    """Waits until something answers HTTP on this port."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
            connection.request("GET", path)
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.002)
    sys.exit(f"Nothing answers on port {port}.")


def wrk(url, connections, seconds, headers=()):
    """Requests a second, and the median latency in microseconds; stops when an answer is not a success."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    for header in headers:
        command += ["-H", header]
    out = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in out or "Socket errors" in out:
        sys.exit(f"{url} was not answered well:\n{out}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])
    number, unit = re.search(r"50%\s+([\d.]+)(us|ms|s)", out).groups()
    return rate, float(number) * {"us": 1, "ms": 1000, "s": 1_000_000}[unit]


def check_same(paths):
    """The opponents must send the same bytes."""
    bodies = []
    for port, path, headers in paths:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        bodies.append((response.status, response.read()))
    if len(set(bodies)) != 1:
        sys.exit(f"The opponents differ on {paths}: {[(status, len(body)) for status, body in bodies]}")


def row(name, rates, latencies=None):
    low, high = min(rates), max(rates)
    latency = f"{statistics.median(latencies):,.0f} us" if latencies else ""
    print(f"| {name} | {statistics.median(rates):,.0f} | {low:,.0f} - {high:,.0f} | {latency} |")
    return statistics.median(rates)
