"""The command line as values, and a sentence for what cannot be meant.

Opens and starts nothing. app.cli decides what to run with the values.
"""

from __future__ import annotations

import argparse
import contextlib
import getpass
import re
import sys
from collections.abc import Sequence
from dataclasses import field
from pathlib import Path

from app.arguments import DEFAULT_ROOM, UsageError, make_parser
from app.client.address import AddressError, parse_address
from app.client.handed_links import LinkError, check_link
from app.files.file_limits import FileLimits, limits_of
from app.hub.data.config import HubConfig, Newcomers, WebContent
from app.hub.data.limits import PASSWORD_BYTES
from app.irc.names import is_nick, nick_from
from app.irc.text import replace_lone_surrogates
from app.net.endpoint import Endpoint, EndpointError, parse_endpoint
from app.paths import Places, is_profile_name, places_for, portable_folder
from app.values import frozen
from app.web.authority import parse_origin
from app.words.address_words import address_words, link_words

_LINK = re.compile(r"(hubbub|ircs?):", re.IGNORECASE)
LONGEST_SEARCH = 86_400  # seconds
LONGEST_ICON = 200  # characters: it goes into one token of one IRC line


@frozen
class CertificateFiles:
    """A certificate given by name, in place of the self-made one."""

    certificate: Path
    key: Path


@frozen(kw_only=True)
class HostOptions:
    """How to host. `config` holds the room but not its password's verifier; `endpoints` are never empty."""

    config: HubConfig
    endpoints: tuple[Endpoint, ...]
    password: str | None = field(default=None, repr=False)
    certificate: CertificateFiles | None = None  # None: the self-made one in the data folder
    headless: bool = False
    owner_link: bool = False  # to be printed also where a host is known
    # These were typed; a window has choices of its own else.
    newcomers_given: bool = False
    files_given: bool = False
    web_given: bool = False


@frozen(kw_only=True)
class NewUser:
    """An account to be made, with its password."""

    name: str
    password: str = field(repr=False)


@frozen(kw_only=True)
class Login:
    """An account that a server has, to be logged in to by its password."""

    account: str
    password: str = field(repr=False)


@frozen(kw_only=True)
class NearbyOptions:
    """How to look for rooms: so many seconds, and whether each is printed as JSON."""

    seconds: float
    json: bool


@frozen(kw_only=True)
class Options:
    """One launch. With none of `join`, `host`, `new_user` and `nearby` the start window opens."""

    places: Places
    data_dir: Path | None = None  # where everything goes, if it was typed
    profile: str = ""
    # An address as typed, known to be readable; an owner's link holds a secret.
    join: str = field(default="", repr=False)
    login: Login | None = None  # with `join`
    link: str = field(default="", repr=False)  # that another program handed over, known to be readable
    name: str = ""
    host: HostOptions | None = field(default=None, repr=False)
    new_user: NewUser | None = None
    nearby: NearbyOptions | None = None
    log_level: str = "warning"
    log_file: Path | None = None


def parse(argv: Sequence[str]) -> Options:
    """Read the command line without the program's name.

    Raises UsageError with a sentence; SystemExit(0) after --help and --version.
    """
    typed = make_parser().parse_args(_with_command(argv))
    if typed.profile and not is_profile_name(typed.profile):
        raise UsageError(f"“{typed.profile}” cannot name a profile: use letters, digits, - and _ only.")
    name = _name(typed)
    data_dir = getattr(typed, "data_dir", None)
    return Options(
        places=places_for(typed.profile, data_dir or portable_folder()),
        data_dir=data_dir,
        profile=typed.profile,
        join=_address(typed.address) if typed.command == "join" else "",
        login=_login(typed) if typed.command == "join" else None,
        link=_link(typed.link) if typed.command == "open" else "",
        name=name,
        host=_hosting(typed) if typed.command == "host" else None,
        new_user=_new_user(typed) if typed.command == "adduser" else None,
        nearby=_nearby(typed) if typed.command == "nearby" else None,
        log_level=typed.log_level,
        log_file=typed.log_file,
    )


def _with_command(argv: Sequence[str]) -> list[str]:
    """A link alone is one that another program hands over; what stands in it or behind it is no option."""
    if argv and (argv[0] == "--" or _LINK.match(argv[0])):
        return ["open", "--", *argv[argv[0] == "--" :]]
    return list(argv)


def _new_user(typed: argparse.Namespace) -> NewUser:
    name: str = typed.name
    if not is_nick(name):
        raise UsageError(f"“{name}” cannot name an account: letters, digits, - and _, and no digit first.")
    password = _password(typed) or ""
    if len(password.encode()) > PASSWORD_BYTES:
        raise UsageError(f"The password is too long: {PASSWORD_BYTES} bytes are the most.")
    return NewUser(name=name, password=password)


def _nearby(typed: argparse.Namespace) -> NearbyOptions:
    seconds: float = typed.seconds
    if not 0 < seconds <= LONGEST_SEARCH:  # no number at all is neither
        raise UsageError(f"--seconds takes a number up to {LONGEST_SEARCH}.")
    return NearbyOptions(seconds=seconds, json=typed.json)


def _login(typed: argparse.Namespace) -> Login | None:
    account, file = typed.account, typed.account_password_file
    if not account and file is None:
        return None
    if not account or file is None:
        raise UsageError("--account and --account-password-file belong together: give both or none.")
    return Login(account=account, password=_usable(next(iter(_lines(file, "password file")), "")))


def _name(typed: argparse.Namespace) -> str:
    name = replace_lone_surrogates(getattr(typed, "name", "").strip())  # bytes of a shell may be no UTF-8
    if name and not nick_from(name):
        raise UsageError(f"“{name}” cannot be a name: use letters or digits.")
    return name


def _address(text: str) -> str:
    try:
        parse_address(text)
    except AddressError as error:
        raise UsageError(address_words(error)) from None
    return text


def _link(text: str) -> str:
    try:
        check_link(text)
    except (AddressError, LinkError) as error:
        raise UsageError(link_words(error)) from None
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
        owner_link=typed.owner_link,
        newcomers_given=typed.history is not None,
        files_given=typed.files is not None,
        web_given=typed.web is not None,
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
        operators=_operators(typed),
        autojoin=not typed.no_autojoin,
        newcomers=Newcomers(typed.history or Newcomers.ALL),
        loopback_limits=not typed.no_limits,
        register_before_connect=typed.register_before_connect,
        register_requires_email=typed.register_requires_email,
        web=WebContent(typed.web or WebContent.CHAT),
        web_plain_password=typed.web_plain_password,
        web_origins=tuple(_origin(text) for text in typed.web_origin),
        public_address=typed.public_address.strip(),
        shown_nearby=not typed.no_announce,
        files=_files(typed.files),
    )


def _files(text: str | None) -> FileLimits | None:
    try:
        return FileLimits() if text is None else limits_of(text)
    except ValueError:
        raise UsageError("--files takes the size of the largest file, such as 100M or 1G, or none.") from None


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
        password = next(iter(_lines(typed.password_file, "password file")), "")
    return None if password is None else _usable(password)


def _usable(password: str) -> str:
    if not password or any(char in password for char in "\r\n\0"):
        raise UsageError("The password is empty or has a line break in it.")
    return password


def _lines(path: Path, called: str) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UsageError(f"The {called} {path} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"The {called} {path} is not UTF-8 text.") from None


def _operators(typed: argparse.Namespace) -> dict[str, str]:
    """By name, of the command line and of a file in which each has a line; empty ones are passed over."""
    file: Path | None = typed.operator_file
    kept = [] if file is None else [line for line in _lines(file, "operator file") if line.strip()]
    if file is not None and not kept:
        raise UsageError(f"The operator file {file} names nobody.")
    return dict(_operator(text) for text in (*kept, *typed.operator))


def _operator(text: str) -> tuple[str, str]:
    name, colon, password = text.partition(":")
    if not (name and colon and password):
        raise UsageError("An operator is given as NAME:PASS.")
    return name, password


def another_copy(options: Options) -> tuple[str, list[str]]:
    """Program and arguments that open a copy under the next profile's name."""
    number = int(options.profile) if options.profile.isdecimal() else 1
    start = [] if getattr(sys, "frozen", False) else [sys.argv[0]]
    return sys.executable, [*start, "--profile", str(number + 1)]


def name_in_system() -> str:
    """Who typed no name: the full one that the system knows, else the login, "" where it knows neither."""
    try:
        login = getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such user: a container with a bare number
        return ""
    if sys.platform != "win32":
        import pwd  # POSIX only

        with contextlib.suppress(KeyError):
            full = pwd.getpwnam(login).pw_gecos.partition(",")[0].strip()
            if nick_from(full):
                return replace_lone_surrogates(full)
    return replace_lone_surrogates(login)
