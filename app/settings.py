"""What a person has chosen, as one typed object with its defaults, kept in a JSON file.

Owns the file's form: written whole or not at all, keys of newer versions kept, a damaged file set aside.
Knows nothing of what the settings do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from app.irc.servertime import read_moment
from app.irc.text import replace_lone_surrogates
from app.security import private_files
from app.values import frozen

THEMES = ("system", "light", "dark")
PRESENCE = ("all", "collapsed", "speakers", "none")
ROOM_ORDERS = ("attention", "opened")
ROOM_RULES = ("all", "mentions", "none")
ROOM_RULES_LIMIT = 1000  # rooms with a rule of their own: more than anybody sets by hand, 100 KiB
ACCOUNTS_LIMIT = 100  # servers with an account: more than anybody has
ANNOUNCE = ("all", "mentions", "off")
NEWCOMERS = ("all", "1h", "none")
# The largest file that people may share in a room, as on the command line.
FILES = ("1G", "100M", "10M", "none")
# What browsers find of a room, as on the command line.
BROWSERS = ("chat", "page", "none")
RECENT_EMOJI = 16  # two lines of the picker
SKIN_TONES = 5  # of Unicode, beside the one that emoji come in
TEXT_SCALE = (80, 200)  # percent; UI.md's range for readable layouts
RECENT_LIMIT = 12  # as many as the start screen can show without scrolling twice
NESTING_LIMIT = 100  # ours have three levels; writing some hundred ends at Python's limit of calls
_COLOUR = re.compile("#[0-9a-f]{6}")
_OF_RECENT = ("room", "fingerprint", "channel", "host")  # what later versions have added to a record
_FINGERPRINT = re.compile(r"[0-9a-f]{64}", re.ASCII)
_READ = "read"  # in a field's metadata: its reader
FILE_LIMIT = 4 * 1024 * 1024  # bytes; ours stay under 10 KiB, anything near this is not our file


@frozen
class RecentRecord:
    """A room joined or hosted: what to type to be there again, its name, when (seconds since 1970).

    `room`: the channel that it is on one of our hubs, "" where that is not known. The record of
    app.hosted_rooms with that channel tells how a hosted room opens again. `fingerprint`: the hub's
    certificate, 64 digits in hex. `channel`: what is entered there beside the room, which is called `host`.
    """

    address: str
    name: str
    hosted: bool = False
    last_used: float = 0.0
    room: str = ""
    fingerprint: str = ""
    channel: str = ""
    host: str = ""


# How long what was seen is kept on this computer: days, None for ever, 0 not at all.
KEPT_DAYS: dict[str, int | None] = {"ever": None, "year": 365, "month": 30, "nothing": 0}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _number(low: int, high: int) -> Callable[[object], int | None]:
    def read(value: object) -> int | None:
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        return min(high, max(low, value)) if is_whole and isinstance(value, int) else None

    return read


def _one_of(choices: tuple[str, ...]) -> Callable[[object], str | None]:
    return lambda value: value if isinstance(value, str) and value in choices else None


def _colour(value: object) -> str | None:
    return value if isinstance(value, str) and (not value or _COLOUR.fullmatch(value)) else None


def _sha256(value: object) -> str | None:
    return value if isinstance(value, str) and (not value or _FINGERPRINT.fullmatch(value)) else None


def _reactions(value: object) -> list[str] | None:
    if not isinstance(value, list):
        return None
    return [text for text in value if isinstance(text, str) and text][:RECENT_EMOJI]


def _room_rules(value: object) -> dict[str, dict[str, str]] | None:
    if not isinstance(value, dict):
        return None
    rules: dict[str, dict[str, str]] = {}
    for network, rooms in value.items():
        known = rooms.items() if isinstance(rooms, dict) else ()
        room_rules = {room: rule for room, rule in known if isinstance(rule, str) and rule in ROOM_RULES}
        if room_rules and sum(map(len, rules.values())) + len(room_rules) <= ROOM_RULES_LIMIT:
            rules[network] = room_rules
    return rules


def _accounts(value: object) -> dict[str, str] | None:
    if not isinstance(value, dict):
        return None
    known = [(place, name) for place, name in value.items() if isinstance(name, str) and name]
    return dict(known[-ACCOUNTS_LIMIT:])


def _layout(value: object) -> dict[str, Any] | None:
    return value if isinstance(value, dict) else None


def _recent(value: object) -> list[RecentRecord] | None:
    if not isinstance(value, list):
        return None
    rooms = []
    for entry in value:
        if not isinstance(entry, dict):
            continue
        address, name, when = entry.get("address"), entry.get("name", ""), entry.get("last_used", 0.0)
        if isinstance(address, str) and isinstance(name, str):
            more = {key: _text(entry.get(key)) or "" for key in _OF_RECENT}
            if not _FINGERPRINT.fullmatch(more["fingerprint"]):
                more["fingerprint"] = ""
            rooms.append(RecentRecord(address, name, entry.get("hosted") is True, read_moment(when), **more))
    return rooms[:RECENT_LIMIT]


def _read_by(read: Callable[[object], object]) -> dict[str, Callable[[object], object]]:
    """For a field that is kept in the file: `read` makes a value of what JSON gave, None of nonsense."""
    return {_READ: read}


@dataclass(slots=True)
class Settings:
    """All settings. A field is the only definition of one: name in the file, type, default and reader."""

    name: str = field(default="", metadata=_read_by(_text))
    recent: list[RecentRecord] = field(default_factory=list, metadata=_read_by(_recent))
    theme: str = field(default="system", metadata=_read_by(_one_of(THEMES)))
    # "#rrggbb" that the person chose for themselves, "" where it is made of the name
    colour: str = field(default="", metadata=_read_by(_colour))
    removed_picture: str = field(default="", metadata=_read_by(_sha256))  # by what it was: 64 digits in hex
    # percent of the system's text size
    text_scale: int = field(default=100, metadata=_read_by(_number(*TEXT_SCALE)))
    # messages on one line each
    compact: bool = field(default=False, metadata=_read_by(_flag))
    # what is shown of comings and goings
    presence: str = field(default="collapsed", metadata=_read_by(_one_of(PRESENCE)))
    # who comes and goes within ten minutes is not mentioned
    cancel_out: bool = field(default=False, metadata=_read_by(_flag))
    # which new messages a screen reader is told of
    announce: str = field(default="all", metadata=_read_by(_one_of(ANNOUNCE)))
    # others see that this person is writing
    tell_typing: bool = field(default=True, metadata=_read_by(_flag))
    # shown as away after ten minutes without a touch
    auto_away: bool = field(default=True, metadata=_read_by(_flag))
    # Enter sends what is written, else it begins a line
    enter_sends: bool = field(default=True, metadata=_read_by(_flag))
    # emoji that were used lately, in texts too
    recent_reactions: list[str] = field(default_factory=list, metadata=_read_by(_reactions))
    # of the people among emoji, 0 for none
    skin_tone: int = field(default=0, metadata=_read_by(_number(0, SKIN_TONES)))
    # what the window gave to be restored
    layout: dict[str, Any] = field(default_factory=dict, metadata=_read_by(_layout))
    # the computer stays awake while hosting
    keep_awake: bool = field(default=True, metadata=_read_by(_flag))
    # what newcomers can read of what was said before, in a room that is opened
    newcomers: str = field(default="all", metadata=_read_by(_one_of(NEWCOMERS)))
    # how large a file people may share in such a room
    files: str = field(default="1G", metadata=_read_by(_one_of(FILES)))
    # what browsers find of such a room
    browsers: str = field(default="chat", metadata=_read_by(_one_of(BROWSERS)))
    # others on its networks are told of a room that is opened
    show_nearby: bool = field(default=True, metadata=_read_by(_flag))
    # how long this computer keeps what was seen
    keep_history: str = field(default="ever", metadata=_read_by(_one_of(tuple(KEPT_DAYS))))
    # of messages to this person, when the window is not in front
    notify: bool = field(default=True, metadata=_read_by(_flag))
    # of who joined and left, when the window is not in front
    notify_presence: bool = field(default=True, metadata=_read_by(_flag))
    # notifications say what was written, not only that something was
    notify_text: bool = field(default=True, metadata=_read_by(_flag))
    # of nothing at all, until this is switched off again
    do_not_disturb: bool = field(default=False, metadata=_read_by(_flag))
    # an icon in the notification area, where there is one
    tray_icon: bool = field(default=True, metadata=_read_by(_flag))
    # a window that is closed stays behind that icon
    keep_running: bool = field(default=False, metadata=_read_by(_flag))
    # how the list of rooms is ordered
    room_order: str = field(default="attention", metadata=_read_by(_one_of(ROOM_ORDERS)))
    # of what one is told in a room, by the network and the channel or person as the archive names them
    room_rules: dict[str, dict[str, str]] = field(default_factory=dict, metadata=_read_by(_room_rules))
    # accounts that the person logs in to, by the server as host:port; their passwords are in the key store
    accounts: dict[str, str] = field(default_factory=dict, metadata=_read_by(_accounts))
    unknown: dict[str, Any] = field(default_factory=dict)  # of another version; written back as they came


_READERS: dict[str, Callable[[object], object]] = {
    one.name: one.metadata[_READ] for one in fields(Settings) if _READ in one.metadata
}


@frozen
class SettingsProblem:
    """What was wrong with the file at `path`, so that defaults are used.

    `reason` is why it could not be read, "" where it is damaged; `aside` the damaged file's new name, None
    where it stands where it stood.
    """

    path: Path
    reason: str = ""
    aside: Path | None = None


@frozen
class Loaded:
    """Settings as read, and what was wrong with the file."""

    settings: Settings
    problem: SettingsProblem | None = None


def load(path: Path) -> Loaded:
    """Read the settings at `path`; defaults where there are none. Never raises for what a file may hold."""
    try:
        if path.stat().st_size > FILE_LIMIT:
            return _set_aside(path)
        raw = _whole(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Loaded(Settings())
    except OSError as error:
        return Loaded(Settings(), SettingsProblem(path, error.strerror or str(error)))
    except (ValueError, RecursionError):
        return _set_aside(path)
    if not isinstance(raw, dict):
        return _set_aside(path)
    return Loaded(_from_raw(raw))


def save(settings: Settings, path: Path) -> None:
    """Write `settings` to `path`, whole or not at all. Raises SecurityError when that is not possible."""
    private_files.make_folder(path.parent)
    raw = dict(settings.unknown)
    raw |= {name: getattr(settings, name) for name in _READERS}
    raw["recent"] = [
        {"address": room.address, "name": room.name, "hosted": room.hosted, "last_used": room.last_used}
        | {key: getattr(room, key) for key in _OF_RECENT if getattr(room, key)}
        for room in settings.recent
    ]
    text = json.dumps(raw, indent=2, ensure_ascii=False)
    private_files.replace(path, replace_lone_surrogates(f"{text}\n").encode())


def _set_aside(path: Path) -> Loaded:
    aside = private_files.free_aside(path)
    try:
        private_files.rename_over(path, aside)
    except OSError:
        return Loaded(Settings(), SettingsProblem(path))
    return Loaded(Settings(), SettingsProblem(path, aside=aside))


def _whole(raw: Any, depth: int = 0) -> Any:
    """What JSON gave, without halves of characters: no file and no peer takes one.

    Raises ValueError for more than is ever nested, which could be read and not be written again.
    """
    if depth > NESTING_LIMIT:
        raise ValueError("too deep")
    if isinstance(raw, str):
        return replace_lone_surrogates(raw)
    if isinstance(raw, list):
        return [_whole(part, depth + 1) for part in raw]
    if isinstance(raw, dict):
        return {replace_lone_surrogates(key): _whole(part, depth + 1) for key, part in raw.items()}
    return raw


def _from_raw(raw: dict[str, Any]) -> Settings:
    settings = Settings()
    for name, value in raw.items():
        reader = _READERS.get(name)
        if reader is None:
            settings.unknown[name] = value
            continue
        accepted = reader(value)
        if accepted is not None:
            setattr(settings, name, accepted)
    return settings
