"""Publishing through the API: a deploy from end to end, many uploads at once, and a list of many items."""

import hashlib
import http.client
import io
import json
import os
import statistics
import tarfile
import threading
import time

from .server import Claviger

ITEMS = 10_000
UPLOADS = 50
# As large as the site of a report with its pictures: 40 files that nothing makes smaller.
FILES, FILE_BYTES = 40, 256 * 1024


class Api:
    """A connection that is kept, with a key."""

    def __init__(self, port, key):
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.headers = {"Host": f"localhost:{port}", "Authorization": f"Key {key}"}

    def ask(self, method, path, body=None):
        self.connection.request(method, f"/__api__/v1/{path}", body, self.headers)
        response = self.connection.getresponse()
        answer = response.read()
        if response.status >= 300:
            raise SystemExit(f"{method} {path}: {response.status} {answer.decode()}")
        return json.loads(answer)

    def make(self, name):
        return self.ask("POST", "content", json.dumps({"name": name}))["guid"]

    def deploy(self, item, archive):
        """Uploads, deploys and waits for the end; seconds until the upload was answered, and until all was done."""
        start = time.monotonic()
        bundle = self.ask("POST", f"content/{item}/bundles", archive)["id"]
        uploaded = time.monotonic()
        task = self.ask("POST", f"content/{item}/deploy", json.dumps({"bundle_id": bundle}))["task_id"]
        seen, ended = 0, {"finished": False}
        while not ended["finished"]:
            ended = self.ask("GET", f"tasks/{task}?first={seen}&wait=20")
            seen = ended["last"]
        if ended["code"]:
            raise SystemExit(ended["error"])
        return uploaded - start, time.monotonic() - start


def archive(files, size):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz", compresslevel=1) as tar:
        for number in range(files):
            entry = tarfile.TarInfo("index.html" if number == 0 else f"part/{number}.bin")
            entry.size = size
            tar.addfile(entry, io.BytesIO(os.urandom(size)))
    return out.getvalue()


def deploys(options, api):
    item, rounds = api.make("deployed"), []
    bundle = archive(FILES, FILE_BYTES)
    for _ in range(options.rounds):
        rounds.append(api.deploy(item, bundle))
    start = time.monotonic()
    hashlib.sha256(bundle).digest(), hashlib.md5(bundle).digest()
    digests = time.monotonic() - start
    uploads, ends = zip(*rounds)
    print(f"\n### Deploy of a static bundle of {len(bundle) / 2**20:.0f} MB with {FILES} files\n")
    print("| step | median | range |\n| --- | --- | --- |")
    for name, times in (("until the upload is answered", uploads), ("until it is served", ends)):
        low, high = min(times) * 1000, max(times) * 1000
        print(f"| {name} | {statistics.median(times) * 1000:.0f} ms | {low:.0f} - {high:.0f} ms |")
    print(f"| for comparison: its SHA-256 and MD5 alone, by OpenSSL | {digests * 1000:.0f} ms | |", flush=True)


def uploads(server, key):
    """As many at once as a class of students makes, each to an item of its own."""
    bundle = archive(10, 100 * 1024)
    items = [Api(server.port, key).make(f"class-{number}") for number in range(UPLOADS)]
    times, failures = [0.0] * UPLOADS, []

    def one(number):
        try:
            start = time.monotonic()
            Api(server.port, key).ask("POST", f"content/{items[number]}/bundles", bundle)
            times[number] = time.monotonic() - start
        except (SystemExit, OSError) as error:
            failures.append(error)

    before = server.memory()
    threads = [threading.Thread(target=one, args=(number,)) for number in range(UPLOADS)]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total = time.monotonic() - start
    print(f"\n### {UPLOADS} uploads of {len(bundle) / 2**20:.0f} MB at once\n\n| what | figure |\n| --- | --- |")
    print(f"| answered well | {UPLOADS - len(failures)} of {UPLOADS} |")
    print(f"| all of them | {total * 1000:.0f} ms |")
    print(f"| one of them, median and slowest | {statistics.median(times) * 1000:.0f} ms, {max(times) * 1000:.0f} ms |")
    print(f"| memory of the server before and after | {before:.0f} MB, {server.memory():.0f} MB |", flush=True)


def fill(server, key, count):
    """Makes so many items, over a few connections."""
    def some(part):
        api = Api(server.port, key)
        for number in range(part, count, 4):
            api.make(f"item-{number:05}")

    threads = [threading.Thread(target=some, args=(part,)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def listing(options, server, key):
    start = time.monotonic()
    fill(server, key, ITEMS)
    print(f"\n### List of {ITEMS:,} items\n")
    print(f"Made over 4 connections in {time.monotonic() - start:.0f} s.\n")
    print("| request | first byte | whole answer | size |\n| --- | --- | --- | --- |")
    before = server.memory()
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    headers = {"Host": f"localhost:{server.port}", "Authorization": f"Key {key}"}
    for query in ("", "?include=owner,tags,vanity_url", "?name=item-05000"):
        firsts, wholes, size = [], [], 0
        for _ in range(options.rounds):
            start = time.monotonic()
            connection.request("GET", f"/__api__/v1/content{query}", headers=headers)
            response = connection.getresponse()
            firsts.append(time.monotonic() - start)
            size = len(response.read())
            wholes.append(time.monotonic() - start)
        print(f"| `GET /v1/content{query}` | {statistics.median(firsts) * 1000:.0f} ms "
              f"| {statistics.median(wholes) * 1000:.0f} ms | {size / 2**20:.1f} MB |")
    print(f"\nMemory of the server before and after: {before:.0f} MB, {server.memory():.0f} MB.", flush=True)


def publishing(options, data, key):
    server = Claviger(data)
    try:
        deploys(options, Api(server.port, key))
        uploads(server, key)
        listing(options, server, key)
    finally:
        server.stop()
