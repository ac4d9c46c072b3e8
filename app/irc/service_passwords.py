"""Passwords in what is typed to the services of a network: NickServ, X, Q, a bouncer's modules.

No specification names these commands; they are those of Anope, Atheme, Ergo, of the services of Undernet,
QuakeNet and DALnet, of ZNC and bitlbee. What is masked in vain does no harm.
"""

from __future__ import annotations

MASK = "••••••"

# Names without "Serv" at their end.
_SERVICES = frozenset({"q", "x", "w", "k9", "root", "global"})
_OF_CHANNELS = frozenset({"chanserv", "x", "w"})
# How the names of all modules of ZNC begin, in which no person's does.
_MODULE = "*"
_SERV = "serv"
# Nobody is called so on our hubs, where a person may well be called Deserv.
_ON_HUBS = frozenset(
    f"{name}serv" for name in ("nick", "chan", "oper", "memo", "bot", "help", "host", "stat")
)
# Whatever follows may be a password, alone or behind an account's name.
_ALL = frozenset(
    {"identify", "id", "sidentify", "login", "auth", "authme", "register", "setpass", "newpass", "passwd"}
    | {"password", "pass", "confirm", "verify", "resetpass", "sendpass", "sendcode", "oper", "adduser"}
    | {"addserver", "saregister", "delserver"}
)
# A name comes first, and behind it a password where one is asked for.
_AFTER_NAME = frozenset(
    {"ghost", "recover", "release", "regain", "group", "link", "drop", "reclaim", "ungroup"}
)
# SET PASSWORD <password>; ZNC's modules say "Set <name> <password>".
_SET = frozenset({"set", "saset", "account"})
_SETTINGS = frozenset({"password", "passwd", "pass", "newpass", "oldpass"})
_SETTING_PLACES = 3  # SET PASSWORD, SASET <account> PASSWORD
_MODULES_SET = frozenset({"*sasl", "*nickserv"})
# Of lines that are sent to a server as they are.
_COMMANDS = frozenset({"PASS", "OPER", "AUTHENTICATE", "REGISTER", "VERIFY"})
# Commands that lead to a service; those that are called like one are besides.
_ALIASES = {"NS": "nickserv", "CS": "chanserv", "OS": "operserv", "ZNC": "*status"}
_SAY = frozenset({"PRIVMSG", "NOTICE", "SQUERY", "MSG"})
# The control channel of bitlbee.
_CONTROL_CHANNELS = frozenset({"&bitlbee"})


def masked(target: str, text: str, *, is_hub: bool = False) -> str | None:
    """What is said to `target`, with its passwords masked; None where it holds none.

    `is_hub`: on a hub of ours, where nobody is a service.
    """
    name = target.partition("@")[0].casefold()
    if not _is_service(name, is_hub=is_hub):
        return None
    lines = text.split("\n")
    hidden = [_masked_line(name, line) for line in lines]
    if all(each is None for each in hidden):
        return None
    return "\n".join(line if each is None else each for each, line in zip(hidden, lines, strict=True))


def line_holds_password(line: str) -> bool:
    """Whether a line for a server, as it is, may hold a password."""
    words = line.split()
    while words and words[0][0] in "@:":  # tags and a source
        del words[0]
    command, rest = (words[0].upper(), " ".join(words[1:])) if words else ("", "")
    if command in _COMMANDS:
        return bool(rest)
    if command in _SAY:
        targets, _, text = rest.partition(" ")
        return any(masked(target, text.removeprefix(":")) is not None for target in targets.split(","))
    return masked(_ALIASES.get(command, command), rest.removeprefix(":")) is not None


def command_holds_password(command: str) -> bool:
    """Whether a command that a person typed, without its slash, may hold one, though nothing knows it here.

    Other programs have commands of services, and of all that a server takes.
    """
    return line_holds_password(command) or masked(_ALIASES["NS"], command) is not None


def _is_service(name: str, *, is_hub: bool) -> bool:
    if is_hub:
        return name in _ON_HUBS
    is_known = name in _SERVICES or name in _CONTROL_CHANNELS
    return is_known or name.endswith(_SERV) or name.startswith(_MODULE)


def _masked_line(name: str, line: str) -> str | None:
    words = line.split()
    verb = words[0].casefold().lstrip("/") if words else ""
    shown = _shown_words(name, verb, words)
    return f"{' '.join(words[:shown])} {MASK}" if 0 < shown < len(words) else None


def _shown_words(name: str, verb: str, words: list[str]) -> int:
    """How many words from the first may be seen, 0 for all."""
    if verb in _ALL:
        # REGISTER #room, IDENTIFY #room secret; to others a password may begin so
        names_channel = name in _OF_CHANNELS and len(words) > 1 and words[1].startswith("#")
        return 2 if names_channel else 1
    if verb in _AFTER_NAME:
        return 2
    if verb in _SET:
        if name in _MODULES_SET:
            return 1
        places = range(1, min(len(words), _SETTING_PLACES))
        return next((at + 1 for at in places if words[at].casefold() in _SETTINGS), 0)
    return 0
