"""The command line as text: commands, options and their help.

Knows nothing of what they mean; app.launch_options makes values of what was typed.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NoReturn

from app import __version__
from app.hub.data.config import Newcomers, WebContent

LOG_LEVELS = ("debug", "info", "warning", "error")
DEFAULT_ROOM = "Hubbub"
SEARCH_SECONDS = 3.0  # three questions are asked within the first


class UsageError(Exception):
    """What was typed cannot be done; the text is one sentence."""


class Parser(argparse.ArgumentParser):
    """An ArgumentParser that answers a mistake with one sentence instead of the whole usage."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[:1].upper()}{message[1:]}; see --help.")


def make_parser() -> Parser:
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
    _add_open(commands)
    _add_host(commands)
    _add_adduser(commands)
    _add_nearby(commands)
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
    join.add_argument("--account", metavar="NAME", default="", help="log in to an account by its password")
    join.add_argument(
        "--account-password-file",
        metavar="FILE",
        type=Path,
        help="the password of --account: the first line of FILE; it is proved to the server, never sent",
    )
    _add_logging(join, level=argparse.SUPPRESS, file=argparse.SUPPRESS)


def _add_open(commands: argparse._SubParsersAction[Parser]) -> None:
    opening = commands.add_parser(
        "open",
        help="what other programs start for a link: ask before it is followed to a host that is not known",
        description="Open the window with a link that another program hands over, as a browser does. A host "
        "that was joined before is joined at once, anybody else after a question. Nothing behind a -- is an "
        "option.",
        allow_abbrev=False,
    )
    opening.add_argument("link", metavar="LINK", help="hubbub://, irc:// or ircs://")
    _add_logging(opening, level=argparse.SUPPRESS, file=argparse.SUPPRESS)


def _add_host(commands: argparse._SubParsersAction[Parser]) -> None:
    host = commands.add_parser(
        "host",
        help="host a room, in a window or with --headless without one",
        description="Host a room. Any IRC client can join it too.",
        allow_abbrev=False,
    )
    _add_room(host)
    _add_server(host)
    _add_rights(host)
    _add_guests(host)
    _add_outside(host)
    host.add_argument(
        "--history",
        choices=[each.value for each in Newcomers],
        default=None,
        help="what newcomers can read of what was said before them: nothing, the last hour, or all (default)"
        " of what is kept, which is 90 days",
    )
    host.add_argument(
        "--files",
        metavar="SIZE",
        default=None,
        help="the largest picture or file that people may share, such as 100M; default: 1G; none: they may"
        " share none",
    )
    _add_logging(host, level=argparse.SUPPRESS, file=argparse.SUPPRESS)


def _add_room(host: Parser) -> None:
    """What is hosted, by whom, and where."""
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
    _add_password(host, "room password")


def _add_server(host: Parser) -> None:
    """As what the server shows itself, and what it keeps."""
    add = host.add_argument
    add(
        "--tls-cert",
        metavar="FILE",
        type=Path,
        help="a certificate, with its chain, in place of the one that is made at first use",
    )
    add("--tls-key", metavar="FILE", type=Path, help="the private key of --tls-cert")
    add("--data-dir", metavar="DIR", type=Path, default=None, help="where everything that is kept goes")
    add("--server-name", metavar="NAME", default=None, help="the name in IRC replies")


def _add_rights(host: Parser) -> None:
    """Who may do what the host may."""
    add = host.add_argument
    add(
        "--operator-file",
        metavar="FILE",
        type=Path,
        help="who may OPER: a line NAME:PASS of FILE for each of them",
    )
    add(
        "--operator",
        metavar="NAME:PASS",
        action="append",
        default=[],
        help="may OPER, visible in the list of processes: for trials; may be repeated",
    )
    add(
        "--owner-link",
        action="store_true",
        help="headless: print a link that makes whoever joins by it the host, also where one is known",
    )


def _add_guests(host: Parser) -> None:
    """Who learns of the room, and what is asked of those who come."""
    add = host.add_argument
    add(
        "--no-announce",
        action="store_true",
        help="tell nobody on this computer's networks of the room, its host and the number of people",
    )
    add("--no-autojoin", action="store_true", help="other IRC clients are not put into the room")
    add(
        "--no-limits",
        action="store_true",
        help="no flood, clone or rate limits for loopback addresses: for measurements",
    )
    add(
        "--register-before-connect",
        action="store_true",
        help="IRC clients may make themselves an account before they are in",
    )
    add("--register-requires-email", action="store_true", help="an account needs an address of e-mail")


def _add_outside(host: Parser) -> None:
    """What there is for browsers, and for who comes from outside."""
    add = host.add_argument
    add(
        "--public-address",
        metavar="HOST",
        default="",
        help="where people outside find the hub: goes into the links that are given away",
    )
    add(
        "--web",
        choices=[each.value for each in WebContent],
        help="what browsers find at a port of their own, 1000 above the room's: chat, a page in which one"
        " can join and talk (default); page: one that only says how to join; none: there is no such port",
    )
    add(
        "--web-plain-password",
        action="store_true",
        help="let browsers join a room that has a password without encryption: others on the network could"
        " read the password",
    )
    add(
        "--web-origin",
        metavar="URL",
        action="append",
        default=[],
        help="pages of this site may join by WebSocket, such as https://chat.example.org; may be repeated",
    )


def _add_adduser(commands: argparse._SubParsersAction[Parser]) -> None:
    adduser = commands.add_parser(
        "adduser",
        help="make an account with a password, also beside a running hub",
        description="Make an account with a password, also beside a running hub, for who joins with another "
        "IRC client (SASL PLAIN or SCRAM-SHA-256). An account that has no password yet gets this one.",
        allow_abbrev=False,
    )
    add = adduser.add_argument
    add(
        "--name",
        metavar="N",
        required=True,
        help="the account's name: a nickname that is theirs from then on",
    )
    _add_password(adduser, "the account's password", required=True)
    add("--data-dir", metavar="DIR", type=Path, default=None, help="where that hub keeps everything")
    _add_logging(adduser, level=argparse.SUPPRESS, file=argparse.SUPPRESS)


def _add_nearby(commands: argparse._SubParsersAction[Parser]) -> None:
    nearby = commands.add_parser(
        "nearby",
        help="print the rooms on this computer's networks",
        description="Print a line for each room that is announced on this computer's networks, as it is"
        " found: name, address, people, lock and fingerprint. The exit status is 0 if there was one, else 1.",
        allow_abbrev=False,
    )
    nearby.add_argument(
        "--seconds",
        metavar="S",
        type=float,
        default=SEARCH_SECONDS,
        help=f"how long to look; default: {SEARCH_SECONDS:g}",
    )
    nearby.add_argument("--json", action="store_true", help="each line is a JSON object")
    _add_logging(nearby, level=argparse.SUPPRESS, file=argparse.SUPPRESS)


def _add_password(parser: Parser, what: str, *, required: bool = False) -> None:
    secret = parser.add_mutually_exclusive_group(required=required)
    secret.add_argument("--password-file", metavar="FILE", type=Path, help=f"{what}: the first line of FILE")
    secret.add_argument(
        "--password", metavar="TEXT", help=f"{what}, visible in the list of processes: for trials"
    )


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
