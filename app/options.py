"""The command line as text and as values, and a sentence for what cannot be meant.

Opens and starts nothing. app.cli decides what to run with the values.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from app import __version__
from app.client.address import AddressError, parse_address
from app.hub.config import HubConfig
from app.irc.names import nick_from
from app.net.endpoint import Endpoint, parse_endpoint
from app.net.errors import EndpointError
from app.paths import Places, is_profile_name, places_for
from app.web.authority import parse_origin

LOG_LEVELS = ("debug", "info", "warning", "error")
DEFAULT_ROOM = "Hubbub"
LONGEST_ICON = 200  # characters: it goes into one token of one IRC line


class UsageError(Exception):
    """What was typed cannot be done; the text is one sentence."""


@dataclass(frozen=True, slots=True)
class CertificateFiles:
    """A certificate given by name, in place of the self-made one."""

    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class HostOptions:
    """How to host. `config` holds the room but not its password's verifier; `endpoints` are never empty."""

    config: HubConfig
    endpoints: tuple[Endpoint, ...]
    password: str | None = field(default=None, repr=False)
    certificate: CertificateFiles | None = None  # None: the self-made one in the data folder
    headless: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """One launch. With neither `join` nor `host` the start window opens."""

    places: Places
    profile: str = ""
    # An address as typed, known to be readable; an owner's link holds a secret.
    join: str = field(default="", repr=False)
    name: str = ""
    host: HostOptions | None = field(default=None, repr=False)
    log_level: str = "warning"
    log_file: Path | None = None


class Parser(argparse.ArgumentParser):
    """An ArgumentParser that answers a mistake with one sentence instead of the whole usage."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[:1].upper()}{message[1:]}; see --help.")


def parse(argv: Sequence[str]) -> Options:
    """Read the command line without the program's name.

    Raises UsageError with a sentence; SystemExit(0) after --help and --version.
    """
    typed = _parser().parse_args(argv)
    if typed.profile and not is_profile_name(typed.profile):
        raise UsageError(f"“{typed.profile}” cannot name a profile: use letters, digits, - and _ only.")
    name = _name(typed)
    data_dir = getattr(typed, "data_dir", None)
    return Options(
        places=places_for(typed.profile, data_dir),
        profile=typed.profile,
        join=_address(typed.address) if typed.command == "join" else "",
        name=name,
        host=_hosting(typed) if typed.command == "host" else None,
        log_level=typed.log_level,
        log_file=typed.log_file,
    )


def _parser() -> Parser:
    parser = Parser(
        prog="hubbub",
        description="Group chat for people on one network: one person hosts, the others join. "
        "Without a command the start window opens.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"Hubbub {__version__}")
    parser.add_argument(
        "--profile",
        metavar="NAME",
        default="",
        help="a second, separate identity and settings on one computer",
    )
    _add_logging(parser, level="warning", file=None)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    _add_join(commands)
    _add_host(commands)
    return parser


def _add_join(commands: argparse._SubParsersAction[Parser]) -> None:
    join = commands.add_parser(
        "join",
        help="open the window and join a room",
        description="Open the window and join a room.",
        allow_abbrev=False,
    )
    join.add_argument(
        "address",
        metavar="ADDRESS",
        help="host, host:port, [IPv6]:port, irc://, ircs:// or an invite link",
    )
    join.add_argument(
        "--name", metavar="NICK", default="", help="the name that others see; default: the last one"
    )
    _add_logging(join, level=argparse.SUPPRESS, file=argparse.SUPPRESS)


def _add_host(commands: argparse._SubParsersAction[Parser]) -> None:
    host = commands.add_parser(
        "host",
        help="host a room, in a window or with --headless without one",
        description="Host a room. Any IRC client can join it too.",
        allow_abbrev=False,
    )
    add = host.add_argument
    add("--headless", action="store_true", help="no window; print one line per event")
    add("--room", metavar="NAME", default=None, help=f"the room's name; default: {DEFAULT_ROOM}")
    add("--icon", metavar="URL", default="", help="an image for the room, shown by some IRC clients")
    add("--name", metavar="NICK", default="", help="with a window: the name that others see")
    add(
        "--listen",
        metavar="HOST:PORT",
        action="append",
        help="where to accept people; may be repeated; default: all interfaces, port 6667 or the next free",
    )
    secret = host.add_mutually_exclusive_group()
    secret.add_argument(
        "--password-file", metavar="FILE", type=Path, help="room password: the first line of FILE"
    )
    secret.add_argument(
        "--password", metavar="TEXT", help="room password, visible in the list of processes: for trials"
    )
    add(
        "--tls-cert",
        metavar="FILE",
        type=Path,
        help="a certificate, with its chain, in place of the one that is made at first use",
    )
    add("--tls-key", metavar="FILE", type=Path, help="the private key of --tls-cert")
    add("--data-dir", metavar="DIR", type=Path, default=None, help="where everything that is kept goes")
    add("--server-name", metavar="NAME", default=None, help="the name in IRC replies")
    add("--operator", metavar="NAME:PASS", action="append", default=[], help="may OPER; may be repeated")
    add("--no-autojoin", action="store_true", help="other IRC clients are not put into the room")
    add(
        "--no-limits",
        action="store_true",
        help="no flood, clone or rate limits for loopback addresses: for measurements",
    )
    add(
        "--public-address",
        metavar="HOST",
        default="",
        help="where people outside find the hub: goes into the links that are given away",
    )
    add(
        "--web-origin",
        metavar="URL",
        action="append",
        default=[],
        help="pages of this site may join by WebSocket, such as https://chat.example.org; may be repeated",
    )
    # Accepted so that scripts need no change when history arrives; nothing is kept yet, so help is silent.
    add("--history", choices=("none", "1h", "all"), default="all", help=argparse.SUPPRESS)
    _add_logging(host, level=argparse.SUPPRESS, file=argparse.SUPPRESS)


def _add_logging(parser: argparse.ArgumentParser, *, level: str, file: str | None) -> None:
    # SUPPRESS below the top: a default there would undo what was typed before the command
    parser.add_argument(
        "--log-level", choices=LOG_LEVELS, default=level, help="how much is logged; default: warning"
    )
    parser.add_argument(
        "--log-file",
        metavar="FILE",
        type=Path,
        default=file,
        help="log into FILE instead of to standard error",
    )


def _name(typed: argparse.Namespace) -> str:
    name: str = getattr(typed, "name", "").strip()
    if name and not nick_from(name):
        raise UsageError(f"“{name}” cannot be a name: use letters or digits.")
    return name


def _address(text: str) -> str:
    try:
        parse_address(text)
    except AddressError as error:
        raise UsageError(str(error)) from None
    return text


def _hosting(typed: argparse.Namespace) -> HostOptions:
    try:
        endpoints = tuple(parse_endpoint(text) for text in typed.listen or [])
    except EndpointError as error:
        raise UsageError(str(error)) from None
    return HostOptions(
        config=_config(typed),
        endpoints=endpoints or (Endpoint(),),
        password=_password(typed),
        certificate=_certificate(typed),
        headless=typed.headless,
    )


def _config(typed: argparse.Namespace) -> HubConfig:
    standard = HubConfig()
    room: str = DEFAULT_ROOM if typed.room is None else typed.room.strip()
    if not room or not room.isprintable():
        raise UsageError("The room needs a name that can be printed.")
    server_name: str = typed.server_name or standard.server_name
    if not server_name.isascii() or any(char.isspace() for char in server_name) or server_name[0] in ":@":
        raise UsageError(
            f"“{server_name}” cannot be a server's name: no spaces, ASCII only, such as chat.local."
        )
    return HubConfig(
        room_name=room,
        icon=_icon(typed.icon),
        server_name=server_name,
        operators=dict(_operator(text) for text in typed.operator),
        autojoin=not typed.no_autojoin,
        loopback_limits=not typed.no_limits,
        web_origins=tuple(_origin(text) for text in typed.web_origin),
        public_address=typed.public_address.strip(),
    )


def _icon(url: str) -> str:
    if url and (re.fullmatch(r"https?://[!-~]+", url) is None or len(url) > LONGEST_ICON):
        raise UsageError("--icon takes the address of an image, such as https://example.org/icon.svg.")
    return url


def _origin(text: str) -> str:
    origin = text.strip()
    if parse_origin(origin) is None:
        raise UsageError(f"“{text}” is no site of web pages: write it like https://chat.example.org.")
    return origin


def _certificate(typed: argparse.Namespace) -> CertificateFiles | None:
    certificate, key = typed.tls_cert, typed.tls_key
    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        raise UsageError("--tls-cert and --tls-key belong together: give both or none.")
    return CertificateFiles(certificate, key)


def _password(typed: argparse.Namespace) -> str | None:
    password: str | None = typed.password
    if typed.password_file is not None:
        try:
            lines = typed.password_file.read_text(encoding="utf-8").splitlines()
        except OSError as error:
            reason = error.strerror or str(error)
            raise UsageError(f"The password file {typed.password_file} cannot be read: {reason}.") from None
        except UnicodeDecodeError:
            raise UsageError(f"The password file {typed.password_file} is not UTF-8 text.") from None
        password = lines[0] if lines else ""
    if password is None:
        return None
    if not password or any(char in password for char in "\r\n\0"):
        raise UsageError("The room password is empty or has a line break in it.")
    return password


def _operator(text: str) -> tuple[str, str]:
    name, colon, password = text.partition(":")
    if not (name and colon and password):
        raise UsageError("An operator is given as NAME:PASS.")
    return name, password
