"""A server for one client: welcomes it, lets it join, sends it all lines as fast as it takes them."""

from __future__ import annotations

import socket
import threading
import time

from tests.bench.talk import Line, encode, people, present_at_start

SERVER = "replay.example"
CHANNEL = "#chan"
OFFERED = (
    "account-notify away-notify batch cap-notify chghost echo-message extended-join labeled-response "
    "message-tags multi-prefix server-time setname userhost-in-names"
)
LAST_WORDS = "THIS IS THE LAST LINE"
PATIENCE = 300.0


class ReplayServer:
    """Listens on a free port of 127.0.0.1; serves whoever comes first.

    `joined` is set when the client is in the channel and has asked nothing for a moment.
    """

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.caps: set[str] = set()
        self.joined = threading.Event()
        self._absorbed = threading.Event()
        self._absorbed_at = 0.0
        self._client: socket.socket | None = None
        self._sending = threading.Lock()
        self._nick = "*"
        self._owed = {"NICK", "USER"}  # before the welcome
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Hang up."""
        self._listener.close()
        if self._client is not None:
            self._client.close()
        self._thread.join(5)

    def replay(self, lines: list[Line]) -> tuple[float, float]:
        """Send everything; returns when the first byte went out and when a PING behind it was answered."""
        data = b"".join(encode(line, at, self.caps) for at, line in enumerate(lines))
        last = f":{people()[0].source} PRIVMSG {CHANNEL} :{LAST_WORDS}\r\nPING :absorbed\r\n"
        self._absorbed.clear()
        begun = time.monotonic()
        self._send(data + last.encode())
        if not self._absorbed.wait(PATIENCE):
            raise TimeoutError("the client has not taken all lines")
        return begun, self._absorbed_at

    def send(self, *lines: str) -> None:
        """Send lines as they are."""
        self._send("".join(f"{line}\r\n" for line in lines).encode())

    # -- the conversation

    def _serve(self) -> None:
        try:
            self._client, _ = self._listener.accept()
            self._client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._client.makefile("rb") as incoming:
                for raw in incoming:
                    words = raw.decode(errors="replace").strip().split(" ")
                    self._answer(words[0].upper(), [word.removeprefix(":") for word in words[1:]])
        except OSError:
            return  # hung up

    def _say(self, *lines: str) -> None:
        self._send("".join(f":{SERVER} {line}\r\n" for line in lines).encode())

    def _send(self, data: bytes) -> None:
        """Send it whole: an answer must not fall into the middle of a line that is being replayed."""
        assert self._client is not None
        with self._sending:
            self._client.sendall(data)

    def _answer(self, command: str, params: list[str]) -> None:
        first = params[0] if params else ""
        if command == "CAP":
            self._negotiate(first.upper(), params[1:])
        elif command in ("NICK", "USER"):
            self._nick = first if command == "NICK" else self._nick
            self._owed.discard(command)
            self._welcome()
        elif command == "PING":
            self._say(f"PONG {SERVER} :{' '.join(params)}")
        elif command == "PONG" and first == "absorbed":
            self._absorbed_at = time.monotonic()
            self._absorbed.set()
        elif command == "JOIN" and first.startswith("#"):
            self.let_in(first)
        elif command == "MODE" and len(params) == 1 and first.startswith("#"):
            self._say(f"324 {self._nick} {first} +nt")
        elif command == "WHO":
            self._say(f"315 {self._nick} {first} :End of WHO list")

    def _negotiate(self, verb: str, words: list[str]) -> None:
        if verb == "LS":
            self._owed.add("END")
            self._say(f"CAP {self._nick} LS :{OFFERED}")
        elif verb == "REQ":
            asked = [word for word in words if word]
            known = set(asked) <= set(OFFERED.split())
            self.caps |= set(asked) if known else set()
            self._say(f"CAP {self._nick} {'ACK' if known else 'NAK'} :{' '.join(asked)}")
        elif verb == "END":
            self._owed.discard("END")
            self._welcome()

    def _welcome(self) -> None:
        if self._owed or self._nick == "*":
            return
        nick = self._nick
        self._say(
            f"001 {nick} :Welcome to the replay, {nick}",
            f"002 {nick} :Your host is {SERVER}",
            f"003 {nick} :This server was created today",
            f"004 {nick} {SERVER} 1 io nt",
            f"005 {nick} NETWORK=Replay CASEMAPPING=ascii CHANTYPES=# PREFIX=(ov)@+ :are supported",
            f"422 {nick} :There is no message of the day",
        )

    def let_in(self, channel: str) -> None:
        """Join the client to a channel, whether it has asked or not."""
        nick, everybody = self._nick, present_at_start(people())
        full = "userhost-in-names" in self.caps
        names = [person.source if full else person.nick for person in everybody]
        extended = f" * :{nick}" if "extended-join" in self.caps else ""
        self._send(f":{nick}!{nick}@127.0.0.1 JOIN {channel}{extended}\r\n".encode())
        self._say(
            *(f"353 {nick} = {channel} :{' '.join(names[at : at + 8])}" for at in range(0, len(names), 8)),
            f"353 {nick} = {channel} :{nick}",
            f"366 {nick} {channel} :End of NAMES",
        )
        self.joined.set()
