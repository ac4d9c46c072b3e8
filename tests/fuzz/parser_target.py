"""The parsers: what they take, they give back alike; what they refuse, they refuse by their own error."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from app import settings
from app.client.address import AddressError, parse_address
from app.hosted_rooms import HostedRoom, HostedRooms
from app.irc.capabilities import parse_caps
from app.irc.confusables import nick_keys
from app.irc.isupport import ISupport, encode_tokens, escape_value, unescape_value
from app.irc.linebuffer import LineBuffer, Overlong
from app.irc.masks import complete_mask, matches
from app.irc.message import EncodeError, Message, ParseError, decode, parse
from app.irc.mode_strings import ModeSpec, format_modes, parse_modes
from app.irc.names import channel_from, fold_nick, is_channel, is_nick, nick_from
from app.irc.sasl_responses import joined, parse_plain
from app.irc.servertime import format_time, parse_time
from app.irc.text import parse_ctcp, split_text, strip_formatting
from app.web.authority import parse_authority, parse_origin
from app.web.request_handler import LONGEST_HEAD, RequestHandler, Upgrade
from app.web.site import make_site
from app.web.websocket import MESSAGE_LIMIT, WebSocket
from app.web.websocket_frames import Framer
from tests.fuzz import client_grammar, hub_grammar
from tests.fuzz.campaign import InvariantError, Step
from tests.fuzz.grammar import ODD_TEXT, damaged, noise, text
from tests.web.requests import request, upgrade

STEPS = 100
_SITE = make_site(
    "Club", server_name="hub.local", origins=["https://web.example.net"], template="$room $socket"
)
_SPEC = ModeSpec.from_tokens("beI,k,l,imnpst", "(qov)~@+")
_WORDS = (
    "",
    "a",
    "b",
    "*",
    "?",
    "\\",
    "!",
    "@",
    ".",
    ":",
    "#",
    "ä",
    "é",
    "[",
    "~",
    "\u0130",
    "\u03c3",
    "0",
    "ﬁ",
    "x",
)
_ADDRESSES = (
    *(
        "192.168.1.24",
        "192.168.1.24:6668",
        "[fd00::1]:6667",
        "fd00::1%eth0",
        "host.local",
        "ircs://irc.example/x",
    ),
    *(
        "irc://h:99999/#a",
        "hubbub://1.2.3.4:7/?fp=00&owner=x",
        "hubbub://[::1]/a%20b?fp=",
        "http://1.2.3.4:6667/",
    ),
    *(
        "Join us at 10.0.0.7:6667, please",
        "xn--nxasmq6b",
        "0x7f.1",
        "1.2.3",
        "::ffff:1.2.3.4",
        "a" * 300,
        "%00",
    ),
)
_REQUESTS = (
    request(),
    request(line="HEAD /x HTTP/1.1"),
    request("Content-Length: 5", line="POST / HTTP/1.1"),
    upgrade(),
    upgrade("Origin: https://web.example.net"),
    upgrade("Sec-WebSocket-Protocol: text.ircv3.net, binary.ircv3.net"),
)


class ParserTarget:
    """Each step is one input for one parser."""

    name = "parsers"

    def script(self, random: Random) -> list[Step]:
        names = random.choices(
            list(_PARSERS), weights=[_WEIGHTS.get(name, 100) for name in _PARSERS], k=STEPS
        )
        return [(name, _PARSERS[name][0](random)) for name in names]

    def inputs(self, step: Step) -> int:
        return 1

    def play(self, script: Sequence[Step]) -> None:
        for name, value in script:
            _PARSERS[name][1](value)


def _must(holds: bool, what: str) -> None:
    if not holds:
        raise InvariantError(what)


# -- what is fed


def _any_line(random: Random) -> bytes:
    return client_grammar.line(random) if random.random() < 0.5 else hub_grammar.line(random)


def _stream(random: Random) -> tuple[bytes, int]:
    ends = (b"\r\n", b"\n", b"\r", b"\0\n", b"")
    data = b"".join(_any_line(random) + random.choice(ends) for _ in range(random.randint(1, 5)))
    if random.random() < 0.05:
        data += b"@" + b"t" * random.randint(4000, 20_000) + b" x\r\n"
    return data, random.choice((1, 7, 500))


def _word(random: Random) -> str:
    if random.random() < 0.2:
        return text(random)
    return "".join(random.choice(_WORDS) for _ in range(random.randint(0, 12)))


def _two_words(random: Random) -> tuple[str, str]:
    return _word(random)[:40], _word(random)[:40]


def _tokens(random: Random) -> list[str]:
    return client_grammar.WORDS["tokens"](random).split(" ") + [_word(random) for _ in range(2)]


def _address(random: Random) -> str:
    chosen = random.choice(_ADDRESSES)
    return damaged(random, chosen.encode()).decode(errors="replace") if random.random() < 0.7 else chosen


def _request(random: Random) -> tuple[bytes, int]:
    data = random.choice(_REQUESTS)
    if random.random() < 0.8:
        data = damaged(random, data)
    return data + (noise(random) if random.random() < 0.3 else b""), random.choice((1, 50, 10_000))


def _frames(random: Random) -> bytes:
    parts = []
    for _ in range(random.randint(1, 4)):
        payload = random.choice((b"", _any_line(random), noise(random), b"x" * random.randint(0, 40_000)))
        kind = random.choice((0x81, 0x82, 0x80, 0x01, 0x88, 0x89, 0x8A, 0xC1, 0x83))
        size = len(payload)
        if size < 126:
            head = bytes((kind, 0x80 | size))
        elif size < 65_536:
            head = bytes((kind, 0x80 | 126)) + size.to_bytes(2, "big")
        else:
            head = bytes((kind, 0x80 | 127)) + size.to_bytes(8, "big")
        parts.append(head + bytes(4) + payload)
    data = b"".join(parts)
    return damaged(random, data) if random.random() < 0.5 else data


def _json(random: Random, depth: int = 0) -> object:
    dice = random.randrange(9 if depth < 3 else 7)
    if dice < 3:
        return random.choice(("", "dark", "all", "1h", "x" * 200, "\ud800", "name", "ever", *ODD_TEXT[:8]))
    if dice < 5:
        return random.choice((0, -1, 1, 100, 10**30, 1e308, -1e308, 253402300800, True, False))
    if dice < 7:
        return None
    if dice == 7:
        return [_json(random, depth + 1) for _ in range(random.randint(0, 3))]
    return {str(_json(random, 3)): _json(random, depth + 1) for _ in range(random.randint(0, 3))}


def _settings(random: Random) -> bytes:
    names = [*settings.Settings.__dataclass_fields__, "newer"]
    raw = {random.choice(names): _json(random) for _ in range(random.randint(0, 6))}
    if random.random() < 0.5:
        row = {key: _json(random, 2) for key in ("address", "name", "hosted", "last_used", "x")}
        raw["recent"] = [row, _json(random)]
    data = json.dumps(raw).encode()
    return damaged(random, data) if random.random() < 0.3 else data


def _records(random: Random) -> bytes:
    """A file of hosted rooms, whole, with values of other kinds, or damaged."""
    names = ("channel", "title", "doors", "newcomers", "locked", "password", "newer")
    rooms = []
    for _ in range(random.randint(0, 3)):
        record = {name: _json(random, 1) for name in random.sample(names, random.randint(0, 7))}
        if random.random() < 0.7:
            record["channel"] = random.choice(("#club", "#Club", "#", "no", "#" + "x" * 300))
        if random.random() < 0.5:
            record["doors"] = [{"host": _address(random), "port": _json(random, 3)}]
        if random.random() < 0.5:
            password = {"salt": "AAAA", "n": 2, "r": 8, "p": 1, "key": "AAAA"}
            record["password"] = password | {random.choice(list(password)): _json(random, 3)}
        rooms.append(record)
    data = json.dumps({"rooms": [*rooms, _json(random, 2)], "newer": _json(random, 2)}).encode()
    return damaged(random, data) if random.random() < 0.3 else data


# -- what must hold


def _check_message(line: bytes) -> None:
    try:
        message = parse(decode(line))
    except ParseError:
        return
    _must(len(message.params) <= 15, "more parameters than a line may have")
    try:
        again = message.encode()
    except EncodeError:
        return  # held what no line may
    _must(_same(parse(decode(again[:-2])), message), f"read back as {parse(decode(again[:-2]))}")


def _same(one: Message, other: Message) -> bool:
    return (one.command, one.params, one.source or "", dict(one.tags)) == (
        other.command,
        other.params,
        other.source or "",
        dict(other.tags),
    )


def _check_lines(value: tuple[bytes, int]) -> None:
    data, size = value
    whole = LineBuffer().feed(data)
    buffer, pieces = LineBuffer(), []
    for at in range(0, len(data), size):
        pieces += buffer.feed(data[at : at + size])
        _must(len(buffer._partial) <= 5000, "an endless line is kept")
    _must(pieces == whole, "cut otherwise, the same bytes give other lines")
    _must(not any(b"\n" in line for line in whole if not isinstance(line, Overlong)), "a line with an end")


def _check_mask(value: tuple[str, str]) -> None:
    mask, word = value
    pattern, chars = "", iter(mask)
    for char in chars:
        if char == "\\":
            pattern += re.escape(next(chars, char))
        else:
            pattern += {"*": ".*", "?": "."}.get(char, re.escape(char))
    if mask.count("*") <= 3:  # more take a regular expression for ever
        _must(
            matches(mask, word) == bool(re.fullmatch(pattern, word, re.DOTALL)), "another answer than a regex"
        )
    complete = complete_mask(word)
    _must("!" in complete and "@" in complete, "an incomplete mask")


def _check_isupport(tokens: list[str]) -> None:
    known = ISupport()
    known.update(tokens)
    known.fold("A[b]"), known.is_channel("#x"), known.number("MONITOR", 1), known.modes  # none may raise
    for line in encode_tokens({token.partition("=")[0] or "x": token for token in tokens}):
        _must(len(line) <= 13, "too many tokens")
    for token in tokens:
        _must(unescape_value(escape_value(token)) == token, "an escape that is not undone")


def _check_names(word: str) -> None:
    nick_keys(word), fold_nick(word), strip_formatting(word), parse_ctcp(word), parse_caps(word)
    joined(word), parse_plain(word.encode(errors="replace"))
    nick = nick_from(word)
    _must(not nick or is_nick(nick), f"{nick!r} is made and not taken")
    _must(is_channel(channel_from(word)), f"{channel_from(word)!r} is made and not taken")
    changes = parse_modes(word, [word, "a"], _SPEC)
    list(format_modes(changes))
    for piece in split_text(word, 50):
        _must(len(piece.encode(errors="replace")) <= 50, "a piece over its limit")


def _check_time(word: str) -> None:
    time = parse_time(word)
    if time is not None:
        _must(parse_time(format_time(time)) is not None, "a time that is not read back")


def _check_address(word: str) -> None:
    try:
        address = parse_address(word)
    except AddressError:
        return
    _must(parse_address(str(address)).place == address.place, f"read back as {parse_address(str(address))}")


def _check_authority(word: str) -> None:
    parse_authority(word), parse_origin(word)


def _check_request(value: tuple[bytes, int]) -> None:
    data, size = value
    handler, outcome = RequestHandler(_SITE, secure=False), None
    for at in range(0, len(data), size):
        outcome = handler.receive(data[at : at + size])
        if outcome is not None:
            break
    _must(outcome is not None or len(data) <= LONGEST_HEAD + size, "an endless request is waited for")
    if outcome is not None:
        _must(outcome.data.startswith(b"HTTP/1.1 "), "no answer of HTTP")
        _must(
            isinstance(outcome, Upgrade) or b"Connection: close" in outcome.data, "the connection stays open"
        )


def _check_websocket(data: bytes) -> None:
    socket = WebSocket(text=True)
    for at in range(0, len(data), 1000):
        received = socket.receive(data[at : at + 1000])
        for line in received.lines.split(b"\r\n"):
            _must(b"\n" not in line and b"\r" not in line, "a second line in a message")
        _must(len(socket._message) <= MESSAGE_LIMIT + 1000, "an endless message is kept")
        if received.over:
            break
    socket.close()
    framed = Framer().frame(b"".join(line + b"\r\n" for line in data.split(b"\r\n")), text=True)
    _must(len(framed) <= 4 * len(data) + 20, "frames much larger than what they hold")


# Some take long: a file that is written through to the disk.
_WEIGHTS = {"settings": 2, "records": 2, "request": 20, "websocket": 20, "message": 300, "lines": 50}
_FOLDER = tempfile.TemporaryDirectory(prefix="hubbub-fuzz-")


def _check_settings(data: bytes) -> None:
    path = Path(_FOLDER.name) / "settings.json"
    path.write_bytes(data)
    loaded = settings.load(path).settings
    settings.save(loaded, path)
    again = settings.load(path)
    _must(not again.problem and again.settings == loaded, "settings that are written and read back differ")


def _check_records(data: bytes) -> None:
    path = Path(_FOLDER.name) / "rooms.json"
    path.write_bytes(data)
    before = HostedRooms(path)
    before.keep(HostedRoom(channel="#other", title="Other"))
    after = HostedRooms(path)
    _must(not after.problem, "records that are written are damaged")
    known = [room for room in before.all() if room.channel != "#other"]
    again = [room for room in after.all() if room.channel != "#other"]
    _must(known == again, f"records that are written and read back differ: {known} {again}")


_PARSERS: dict[str, tuple[Callable[[Random], object], Callable[..., None]]] = {
    "message": (_any_line, _check_message),
    "lines": (_stream, _check_lines),
    "mask": (_two_words, _check_mask),
    "isupport": (_tokens, _check_isupport),
    "names": (_word, _check_names),
    "time": (
        lambda random: damaged(random, client_grammar.moment(random).encode()).decode("latin-1"),
        _check_time,
    ),
    "address": (_address, _check_address),
    "authority": (_address, _check_authority),
    "request": (_request, _check_request),
    "websocket": (_frames, _check_websocket),
    "settings": (_settings, _check_settings),
    "records": (_records, _check_records),
}
