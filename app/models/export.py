"""A conversation as a file for others: text as it is copied, a web page, or JSON. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import Enum
from html import escape

from PySide6.QtCore import QDateTime, QLocale

from app.client.events import TextKind
from app.irc.file_tag import SharedFile
from app.irc.servertime import clamp_time
from app.irc.text import strip_formatting
from app.models.timeline_entries import Entry, EventEntry, MessageEntry
from app.models.timeline_grouping import is_one_ban, local_day
from app.models.timeline_text import copy_text, whole_text
from app.models.timeline_words import clock, describe, without_isolates
from app.words import common_words


class Format(Enum):
    """How it is written."""

    TEXT = "text"
    HTML = "html"
    JSON = "json"

    @property
    def ending(self) -> str:
        """Of the file's name."""
        return ".txt" if self is Format.TEXT else f".{self.value}"


class Exporter:
    """Writes the entries of one conversation, which come in several chunks, as pieces of one file."""

    def __init__(self, kind: Format, title: str) -> None:
        self._kind = kind
        self._title = title
        self._day = ""
        self._is_first = True
        self._held: Entry | None = None  # the last one so far: what comes next may tell it as well

    def head(self) -> str:
        """What stands before everything."""
        if self._kind is Format.JSON:
            return "[\n"
        if self._kind is Format.HTML:
            return _HEAD.format(title=escape(self._title), language=QLocale().bcp47Name())
        return f"{self._title}\n"

    def chunk(self, entries: Iterable[Entry]) -> str:
        """The next entries."""
        pieces: list[str] = []
        for entry in entries:
            if self._held is not None and not is_one_ban(self._held, entry):
                pieces += self._pieces(self._held)
            self._held = entry
        return "".join(pieces)

    def foot(self) -> str:
        """What stands behind everything."""
        end = {Format.TEXT: "", Format.HTML: "</main>\n</html>\n", Format.JSON: "\n]\n"}[self._kind]
        last, self._held = self._held, None
        return "".join(self._pieces(last)) + end if last is not None else end

    def _pieces(self, entry: Entry) -> Iterator[str]:
        write = {Format.TEXT: self._text, Format.HTML: self._html, Format.JSON: self._json}[self._kind]
        return write(entry)

    def _new_day(self, entry: Entry) -> str:
        """The day of an entry where it is another than that of the one before, else ""."""
        day = QLocale().toString(
            QDateTime.fromSecsSinceEpoch(int(entry.time)).date(), QLocale.FormatType.LongFormat
        )
        is_new = local_day(entry.time).isoformat() != self._day
        self._day = local_day(entry.time).isoformat()
        return day if is_new else ""

    def _text(self, entry: Entry) -> Iterator[str]:
        if day := self._new_day(entry):
            yield f"\n{day}\n"
        yield f"{copy_text(entry)}\n"

    def _html(self, entry: Entry) -> Iterator[str]:
        if day := self._new_day(entry):
            yield f"<h2>{escape(day)}</h2>\n"
        stamp = f'<time datetime="{_moment(entry.time)}">{escape(clock(entry.time))}</time>'
        if isinstance(entry, EventEntry):
            words = escape(without_isolates(describe(entry.fact)))
            yield f'<p class="event" dir="auto">{stamp} {words}</p>\n'
            return
        name = f"<b>{escape(entry.shown_name)}</b>"
        text = escape(strip_formatting(whole_text(entry)))
        marks = "".join(f" <i>{escape(mark)}</i>" for mark in _marks(entry))
        yield f'<p>{stamp} {name} <span dir="auto">{text}</span>{marks}</p>\n'

    def _json(self, entry: Entry) -> Iterator[str]:
        yield "" if self._is_first else ",\n"
        self._is_first = False
        yield json.dumps(record(entry), ensure_ascii=False)


def record(entry: Entry) -> dict[str, object]:
    """An entry as JSON has it; what is not so of a message is left out."""
    if isinstance(entry, EventEntry):
        words = without_isolates(describe(entry.fact))
        return {"time": _moment(entry.time), "kind": "event", "text": words}
    found: dict[str, object] = {
        "time": _moment(entry.time),
        "kind": entry.kind.value,
        "msgid": entry.msgid,
        "sender": entry.sender,
        "name": entry.name,
        "account": entry.account,
        "text": "" if entry.deleted is not None else entry.text,
        "file": _file_record(entry.file) if entry.file is not None else {},
        "reply_to": entry.reply_to,
        "edited": entry.edited,
        "reactions": {one.text: list(one.senders) for one in entry.reactions},
    }
    kept = {key: value for key, value in found.items() if value or key == "text"}
    return kept if entry.deleted is None else {**kept, "deleted": True, "reason": entry.deleted}


def _file_record(file: SharedFile) -> dict[str, object]:
    """A shared file as JSON has it, without what leads to it."""
    return {"name": file.name, "size": file.size, "type": file.type, "sha256": file.sha256}


def _marks(entry: MessageEntry) -> Iterator[str]:
    if entry.kind is TextKind.NOTICE:
        yield common_words.NOTICE()
    if entry.edited:
        yield common_words.EDITED()
    for one in entry.reactions:
        yield f"{one.text} {len(one.senders)}"


def _moment(time: float) -> str:
    """ISO 8601, UTC, milliseconds."""
    moment = datetime(1970, 1, 1) + timedelta(seconds=clamp_time(time))  # Windows counts to the year 3000
    return moment.isoformat(timespec="milliseconds") + "Z"


_HEAD = """<!DOCTYPE html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 15px/1.5 system-ui, sans-serif; max-width: 46em; margin: 2em auto; padding: 0 1em; }}
h1 {{ font-size: 1.5em; }}
h2 {{ font-size: 1em; margin: 2em 0 .5em; }}
p {{ margin: .25em 0; }}
span {{ white-space: pre-wrap; overflow-wrap: anywhere; }}
time, .event, i {{ color: light-dark(#635d56, #a9a39b); }}
time {{ font-size: .85em; }}
</style>
<main>
<h1>{title}</h1>
"""
