"""A network of others as Ergo and the large ones are: accounts by SASL, services, a channel for accounts.

As much of one as a window meets on an evening, from a script; over TLS with a certificate of its own making.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from base64 import b64decode, b64encode
from pathlib import Path

from scramp import ScramException, ScramMechanism

from app.security.certificate import load_or_make

SERVER = "irc.services.test"
SERVICE = "NickServ!NickServ@services.test"
ACCOUNTS = {"mara": "sesame"}
CLUB = "#club"  # lets in accounts alone
CHANNELS = {"#lobby": "Come in", "#python": "All about snakes", CLUB: "Members"}
WANTED = frozenset({"batch", "labeled-response", "message-tags", "server-time", "echo-message", "sasl"})


class ServicesNetwork:
    """Listens on a port of 127.0.0.1 until `end`. `mechanisms` of SASL; `heard` has every line, as it came.

    `needs_account`: nobody is let in without one. `labels`: whether answers carry those of requests.
    """

    def __init__(
        self,
        folder: Path,
        *,
        tls: bool = False,
        mechanisms: str = "PLAIN,SCRAM-SHA-256",
        needs_account: bool = False,
        labels: bool = True,
    ) -> None:
        self.mechanisms, self.needs_account, self.labels = mechanisms, needs_account, labels
        self.heard: list[str] = []
        self.fingerprint = ""
        self._context: ssl.SSLContext | None = None
        if tls:
            identity = load_or_make(folder, "services", SERVER, now=time.time())
            self.fingerprint = identity.fingerprint
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(folder / "services.crt", folder / "services.key")
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def end(self) -> None:
        """Hang up on everybody."""
        for one in (self._listening, *self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # the end
            while True:
                arrived, _ = self._listening.accept()
                self._open.append(arrived)
                self._threads.append(threading.Thread(target=self._serve, args=(arrived,)))
                self._threads[-1].start()

    def _serve(self, arrived: socket.socket) -> None:
        with contextlib.suppress(OSError):
            if self._context is not None:
                arrived = self._context.wrap_socket(arrived, server_side=True)
                self._open.append(arrived)
            with arrived:
                _Guest(self, arrived).serve()


class _Guest:
    """One connection."""

    def __init__(self, network: ServicesNetwork, stream: socket.socket) -> None:
        self._network, self._stream = network, stream
        self._nick, self._account, self._label = "*", "", ""
        self._caps: set[str] = set()
        self._is_in = self._negotiates = self._has_user = False
        self._mechanism, self._scram = "", None

    def serve(self) -> None:
        rest = b""
        while data := self._stream.recv(65536):
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                self._hear(line.decode().strip("\r"))

    # -- lines

    def _hear(self, line: str) -> None:
        self._network.heard.append(line)
        self._label = ""
        if line.startswith("@"):
            tags, _, line = line[1:].partition(" ")
            found = [tag.partition("=")[2] for tag in tags.split(";") if tag.startswith("label=")]
            self._label = found[0] if found and self._network.labels else ""
        head, colon, last = line.partition(" :")
        command, *params = head.split()
        params += [last] if colon else []
        handler = getattr(self, f"_on_{command.lower()}", None)
        if handler is not None:
            handler(params)
        elif self._is_in:
            self._say(f"421 {self._nick} {command} :Unknown command")

    def _say(self, text: str, source: str = SERVER) -> None:
        label = f"@label={self._label} " if self._label else ""
        self._stream.sendall(f"{label}:{source} {text}\r\n".encode())

    def _service_says(self, text: str) -> None:
        self._say(f"NOTICE {self._nick} :{text}", SERVICE)

    # -- coming in

    def _on_cap(self, params: list[str]) -> None:
        if params[0] == "LS":
            self._negotiates = True
            offered = WANTED if self._network.labels else WANTED - {"batch", "labeled-response"}
            names = " ".join(sorted(offered)).replace("sasl", f"sasl={self._network.mechanisms}")
            self._say(f"CAP * LS :{names}")
        elif params[0] == "REQ":
            self._caps |= set(params[1].split())
            self._say(f"CAP * ACK :{params[1]}")
        elif params[0] == "END":
            self._negotiates = False
            self._welcome()

    def _on_nick(self, params: list[str]) -> None:
        if self._is_in:
            self._say(f"NICK {params[0]}", self._me())
        self._nick = params[0]
        self._welcome()

    def _on_user(self, _params: list[str]) -> None:
        self._has_user = True
        self._welcome()

    def _me(self) -> str:
        return f"{self._nick}!u@guest.test"

    def _welcome(self) -> None:
        if self._is_in or self._negotiates or self._nick == "*" or not self._has_user:
            return
        if self._network.needs_account and not self._account:
            self._say("FAIL * ACCOUNT_REQUIRED_TO_CONNECT :You must log in with SASL to join this server")
            self._stream.sendall(b"ERROR :You must log in with SASL to join this server\r\n")
            self._stream.shutdown(socket.SHUT_WR)
            return
        self._is_in = True
        self._say(f"001 {self._nick} :Welcome to TestNet")
        self._say(f"005 {self._nick} NETWORK=TestNet CHANTYPES=# PREFIX=(ov)@+ :are supported")
        self._say(f"375 {self._nick} :- Message of the day -")
        self._say(f"372 {self._nick} :- Be kind.")
        self._say(f"376 {self._nick} :End of MOTD")
        if not self._account:
            self._service_says("This nickname is registered. Please identify via /msg NickServ identify.")

    def _on_authenticate(self, params: list[str]) -> None:
        said = params[0]
        if not self._mechanism:
            self._mechanism = said
            if said not in self._network.mechanisms.split(","):
                self._refuse_login()
            else:
                self._stream.sendall(b"AUTHENTICATE +\r\n")
        elif self._mechanism == "PLAIN":
            _, account, password = b64decode(said).decode().split("\0")
            self._end_login(account, ACCOUNTS.get(account) == password)
        elif said == "+":
            self._end_login("mara", True)
        else:
            self._prove(b64decode(said).decode())

    def _prove(self, said: str) -> None:
        mechanism = ScramMechanism(self._mechanism)
        try:
            if self._scram is None:
                known = {name: mechanism.make_auth_info(secret) for name, secret in ACCOUNTS.items()}
                self._scram = mechanism.make_server(known.__getitem__)
                self._scram.set_client_first(said)
                answer = self._scram.get_server_first()
            else:
                self._scram.set_client_final(said)
                answer = self._scram.get_server_final()
        except (ScramException, KeyError):
            self._refuse_login()
            return
        self._stream.sendall(f"AUTHENTICATE {b64encode(answer.encode()).decode()}\r\n".encode())

    def _refuse_login(self) -> None:
        self._mechanism, self._scram = "", None
        self._say(f"904 {self._nick} :SASL authentication failed")

    def _end_login(self, account: str, is_right: bool) -> None:
        if not is_right:
            self._refuse_login()
            return
        self._account = account
        self._say(f"900 {self._nick} {self._me()} {account} :You are now logged in as {account}")
        self._say(f"903 {self._nick} :SASL authentication successful")

    # -- inside

    def _on_ping(self, params: list[str]) -> None:
        self._say(f"PONG {SERVER} :{params[0]}")

    def _on_join(self, params: list[str]) -> None:
        name = params[0]
        if name == CLUB and not self._account:
            self._say(f"477 {self._nick} {name} :You need to be identified to a registered account to join")
            return
        self._say(f"JOIN {name}", self._me())
        self._label = ""
        self._say(f"332 {self._nick} {name} :{CHANNELS.get(name, '')}")
        self._say(f"353 {self._nick} = {name} :{self._nick} @irene")
        self._say(f"366 {self._nick} {name} :End")

    def _on_list(self, _params: list[str]) -> None:
        lines = [f"322 {self._nick} {name} {len(topic)} :{topic}" for name, topic in CHANNELS.items()]
        self._answer([f"321 {self._nick} Channel :Users  Name", *lines, f"323 {self._nick} :End of LIST"])

    def _answer(self, lines: list[str]) -> None:
        """An answer of several lines, in a batch where there are labels."""
        label, self._label = self._label, ""
        if label:
            self._stream.sendall(f"@label={label} :{SERVER} BATCH +a labeled-response\r\n".encode())
        for line in lines:
            tag = "@batch=a " if label else ""
            self._stream.sendall(f"{tag}:{SERVER} {line}\r\n".encode())
        if label:
            self._say("BATCH -a")

    def _on_mode(self, params: list[str]) -> None:
        if len(params) == 1:
            self._say(f"324 {self._nick} {params[0]} +nt")
        else:
            self._say(f"482 {self._nick} {params[0]} :You're not a channel operator")

    def _on_version(self, _params: list[str]) -> None:
        self._say(f"351 {self._nick} services-1.0 {SERVER} :from a script")

    def _on_privmsg(self, params: list[str]) -> None:
        target, text = params
        if "echo-message" in self._caps:
            self._say(f"PRIVMSG {target} :{text}", self._me())
        self._label = ""
        if target.casefold() == "nickserv":
            verb, _, rest = text.partition(" ")
            if verb.casefold() == "identify" and rest in ACCOUNTS.values():
                self._account = "mara"
                self._service_says("You're now logged in as mara.")
            else:
                self._service_says(f"*** Help for {verb or 'you'}: there is none.")
        elif target == "#lobby" and text == "!refuse":
            self._say(f"486 {self._nick} :You must \x02identify\x02 to do that")

    def _on_quit(self, _params: list[str]) -> None:
        self._stream.shutdown(socket.SHUT_WR)
