"""Proxies that simulate the failure of a service: it is gone, or it is silent.

A server that is gone refuses connections at once; one that accepts them and never answers is worse. Stopping the
process (SIGSTOP) has that effect only while its connection queue has room.
"""

import contextlib
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """Forwards connections to a local port until it is told to fail."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port: int = self.listener.getsockname()[1]
        self._speaks = threading.Event()
        self._speaks.set()
        self._refuses = False
        self._sockets: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Accept connections, but pass on no data in either direction."""
        self._speaks.clear()
        try:
            yield
        finally:
            self._drop_connections()
            self._speaks.set()

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Close open connections, and new ones at once."""
        self._refuses = True
        self._drop_connections()
        try:
            yield
        finally:
            self._refuses = False

    def close(self) -> None:
        self.listener.close()
        self._drop_connections()

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self.listener.accept()
            except OSError:
                return
            self._sockets.append(caller)
            if self._refuses:
                _end(caller)
            else:
                threading.Thread(target=self._connect, args=(caller,), daemon=True).start()

    def _connect(self, caller: socket.socket) -> None:
        try:
            called = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            _end(caller)
            return
        self._sockets.append(called)
        threading.Thread(target=self._pass_on, args=(caller, called), daemon=True).start()
        self._pass_on(called, caller)

    def _pass_on(self, giver: socket.socket, taker: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while said := giver.recv(65536):
                self._speaks.wait()
                taker.sendall(said)
        _end(giver)
        _end(taker)

    def _drop_connections(self) -> None:
        while self._sockets:
            _end(self._sockets.pop())


def _end(connection: socket.socket) -> None:
    """Close a connection that another thread is reading."""
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()


@contextmanager
def gate(target: int) -> Iterator[Gate]:
    made = Gate(target)
    try:
        yield made
    finally:
        made.close()


class _Smtp(socketserver.StreamRequestHandler):
    """The part of SMTP (RFC 5321) that a client needs to send mail."""

    server: "MailServer"

    def handle(self) -> None:
        self._say("220 ready")
        recipients: list[str] = []
        for line in self.rfile:
            command = line.decode().strip()
            match command[:4].upper():
                case "DATA":
                    self._say("354 go on")
                    said = b""
                    while (row := self.rfile.readline()) and row != b".\r\n":
                        said += row.removeprefix(b".")
                    self.server.letters.append((recipients, said))
                    recipients = []
                    self._say("250 taken")
                case "RCPT" if self.server.refused in command:
                    self._say("550 nobody of that name")
                case "RCPT":
                    recipients.append(command[len("RCPT TO:<") : -1])
                    self._say("250 fine")
                case "QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 fine")

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


class MailServer(socketserver.ThreadingTCPServer):
    """A mail server that stores what it receives; it refuses recipients with ``refused`` in their address."""

    daemon_threads = True
    refused = "nobody@"

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Smtp)
        self.letters: list[tuple[list[str], bytes]] = []
        self.port: int = self.server_address[1]


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
