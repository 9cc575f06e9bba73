"""A program that does what a test tells it to, on the Unix socket that its argument names.

It writes down every request as it came, and answers with what it wrote down, unless its path asks for something else.
"""

import base64
import hashlib
import json
import os
import socket
import socketserver
import struct
import sys
import threading

PATIENCE = 60
told = threading.Condition()
events, seen = set(), []


def tell(event):
    with told:
        events.add(event)
        told.notify_all()


def wait(event):
    with told:
        return told.wait_for(lambda: event in events, PATIENCE)


class Broken(Exception):
    """The request ended before its end."""


class Mirror(socketserver.BaseRequestHandler):
    def handle(self):
        self.buffer = b""
        try:
            self.answer()
        except (Broken, OSError):
            pass

    def more(self):
        piece = self.request.recv(65536)
        self.buffer += piece
        return piece

    def until(self, end):
        while end not in self.buffer:
            if not self.more():
                raise Broken
        found, self.buffer = self.buffer.split(end, 1)
        return found

    def exactly(self, length):
        while length:
            if not self.buffer and not self.more():
                raise Broken
            piece, self.buffer = self.buffer[:length], self.buffer[length:]
            length -= len(piece)
            yield piece

    def body(self):
        """The pieces of the body, by the strictest reading: two lengths are none."""
        lengths = [value for name, value in self.headers if name == "content-length"]
        codings = [value for name, value in self.headers if name == "transfer-encoding"]
        if lengths and not codings and len(lengths) == 1 and lengths[0].isdigit():
            yield from self.exactly(int(lengths[0]))
        elif codings == ["chunked"] and not lengths:
            while length := int(self.until(b"\r\n"), 16):
                yield from self.exactly(length)
                self.until(b"\r\n")
            while trailer := self.until(b"\r\n"):
                self.record["trailers"].append(trailer.decode("latin-1"))
        elif lengths or codings:
            self.record["ambiguous"] = True

    def answer(self):
        lines = self.until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        method, self.target, _ = lines[0].split(" ")
        pairs = [line.split(":", 1) for line in lines[1:]]
        self.headers = [(name.lower(), value.strip()) for name, value in pairs]
        self.record = {"method": method, "target": self.target, "lines": lines, "headers": self.headers}
        self.record.update({"ambiguous": False, "trailers": []})
        if self.target == "/__ready__":
            return self.say(b"", status="204 No Content")
        deed, _, name = self.target.split("?")[0].strip("/").partition("/")
        streams = getattr(self, "stream_" + deed, None)
        if streams:
            return streams(name)
        body = b"".join(self.body())
        self.record.update({"body": body.decode("latin-1"), "beyond": self.buffer.decode("latin-1")})
        with told:
            seen.append(self.record)
        whole = getattr(self, "whole_" + deed, None)
        if whole:
            return whole(name, body)
        text = b"" if method == "HEAD" else json.dumps(self.record).encode()
        self.say(text, "application/json", "X-Mirror: " + self.target)

    def say(self, body, kind="text/plain", *more, status="200 OK"):
        length = [] if status.startswith("204") else [f"Content-Length: {len(body)}"]
        lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *length, *more, "Connection: close", "", ""]
        self.request.sendall("\r\n".join(lines).encode("latin-1") + body)

    def begin(self, kind="text/plain"):
        self.request.sendall(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())

    def chunk(self, data):
        self.request.sendall(b"%x\r\n%s\r\n" % (len(data), data))

    def whole_raw(self, _name, body):
        """Says what it is sent."""
        self.request.sendall(body)

    def whole_seen(self, name, _body):
        with told:
            found = [record for record in seen if record["target"].startswith("/" + name)]
        self.say(json.dumps(found).encode(), "application/json")

    def whole_tell(self, name, _body):
        tell(name)
        self.say(b"", status="204 No Content")

    def whole_await(self, name, _body):
        self.say(b"", status="204 No Content" if wait(name) else "500 Never")

    def whole_large(self, name, _body):
        piece, left = bytes(range(256)) * 256, int(name)
        self.request.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % left)
        while left:
            self.request.sendall(piece[:left])
            left -= len(piece[:left])

    def whole_family(self, _name, _body):
        self.say(json.dumps([os.getpid(), os.getppid()]).encode())

    def whole_die(self, _name, _body):
        """Listens no more, and takes a moment to end."""
        self.server.socket.shutdown(socket.SHUT_RDWR)
        self.say(b"", status="204 No Content")
        threading.Timer(0.3, os._exit, [1]).start()

    def stream_upload(self, name):
        """Says what it got, and tells when the first of it came."""
        digest, length = hashlib.sha256(), 0
        try:
            for piece in self.body():
                digest.update(piece)
                length += len(piece)
                tell("began-" + name)
        except Broken:
            return tell("broken-" + name)
        self.say(f"{length} {digest.hexdigest()}".encode())

    def stream_slow(self, name):
        """Begins an answer, and ends it when it is told to go on."""
        self.begin("text/event-stream")
        self.chunk(b"data: first\n\n")
        wait("go-on-" + name)
        self.chunk(b"data: last\n\n")
        self.chunk(b"")

    def stream_endless(self, name):
        """Begins an answer, and tells when nobody wants the rest."""
        self.begin()
        self.chunk(b"first")
        self.until_hung_up(name)

    def stream_silent(self, name):
        """Answers nothing, and tells when nobody waits any more."""
        tell("asked-" + name)
        self.until_hung_up(name)

    def until_hung_up(self, name):
        while self.request.recv(65536):
            pass
        tell("hung-up-" + name)

    def stream_socket(self, name):
        """Echoes the messages of a WebSocket (RFC 6455)."""
        keys = [value for header, value in self.headers if header == "sec-websocket-key"]
        if not keys or ("upgrade", "websocket") not in self.headers:
            return self.say(b"no socket")
        digest = hashlib.sha1(keys[0].encode() + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest()
        lines = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"]
        lines += ["Sec-WebSocket-Accept: " + base64.b64encode(digest).decode(), "", ""]
        self.request.sendall("\r\n".join(lines).encode())
        try:
            while True:
                first, length = b"".join(self.exactly(2))
                mask = b"".join(self.exactly(4))
                masked = b"".join(self.exactly(length & 127))
                data = bytes(byte ^ mask[at % 4] for at, byte in enumerate(masked))
                self.request.sendall(struct.pack("BB", first, len(data)) + data)
                if first & 15 == 8:
                    return tell("closed-" + name)
        except Broken:
            tell("lost-" + name)


class Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    print("The mirror begins.", flush=True)
    with Server(sys.argv[1], Mirror) as server:
        server.serve_forever()
