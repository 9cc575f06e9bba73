"""What schemathesis has to know of us: how archives look, and a key that goes on working."""

import os
import subprocess
import threading
from pathlib import Path

import schemathesis
from hypothesis import strategies

CORPUS = Path(__file__).resolve().parent.parent / "fuzz/corpus/archive"
ARCHIVES = strategies.sampled_from([file.read_bytes() for file in sorted(CORPUS.iterdir())])

schemathesis.openapi.media_type("application/gzip", ARCHIVES)
schemathesis.openapi.media_type("application/x-gzip", ARCHIVES)


class Searcher:
    """The account that asks. What it asks may delete its key: then it gets another one.

    It cannot lock or demote itself, because it is the only administrator.
    """

    def __init__(self):
        self.lock = threading.Lock()
        self.key = None
        self.renew(None)

    def claviger(self, *arguments):
        command = [os.environ["CLAVIGER"], "--data-dir", os.environ["CLAVIGER_SEARCHED"], *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    def renew(self, refused):
        with self.lock:
            # Another thread may have been quicker.
            if self.key == refused:
                self.key = self.claviger("key", "create", "--user", "searcher", "--name", "search")


searcher = Searcher()


@schemathesis.hook
def before_call(context, case, kwargs):
    case.headers = {**(case.headers or {}), "Authorization": f"Key {searcher.key}"}


@schemathesis.hook
def after_call(context, case, response):
    if response.status_code == 401:
        searcher.renew(case.headers["Authorization"].removeprefix("Key "))
