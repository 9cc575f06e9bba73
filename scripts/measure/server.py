"""Claviger as it is measured: the release build, with a data folder of its own."""

import os
import re
import signal
import subprocess
import time
from pathlib import Path

from .machine import free_port, wait_for

ROOT = Path(__file__).resolve().parent.parent.parent
CLAVIGER = ROOT / "target/release/claviger"


def claviger(data, *arguments, text=None):
    command = [CLAVIGER, *arguments, "--data-dir", data]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout.strip()


class Claviger:
    def __init__(self, data, **environment):
        self.port = free_port()
        start = time.monotonic()
        arguments = [CLAVIGER, "serve", "--listen", f"127.0.0.1:{self.port}", "--data-dir", data]
        self.process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        env={**os.environ, **environment})
        wait_for(self.port, "/__ping__")
        self.started_in = time.monotonic() - start

    def memory(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()
