"""A conversation as a file for others: text as it is copied, a web page, or JSON. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from enum import Enum
from html import escape
from pathlib import Path
from urllib.parse import quote

from PySide6.QtCore import QDateTime, QLocale

from app.client.events import TextKind
from app.irc.file_tag import SharedFile
from app.irc.servertime import clamp_time
from app.irc.text import strip_formatting
from app.models.file_kinds import is_picture
from app.models.timeline_entries import Entry, EventEntry, MessageEntry
from app.models.timeline_grouping import is_one_ban, local_day
from app.models.timeline_text import copy_text, whole_text
from app.models.timeline_words import clock, describe, without_isolates
from app.values import frozen
from app.words import common_words
from app.words.file_words import readable_size


class Format(Enum):
    """How it is written."""

    TEXT = "text"
    HTML = "html"
    JSON = "json"

    @property
    def ending(self) -> str:
        """Of the file's name."""
        return ".txt" if self is Format.TEXT else f".{self.value}"


@frozen
class ExportTarget:
    """Into which file a conversation is written, and how. `with_files`: what was shared comes along."""

    path: Path
    kind: Format
    with_files: bool = False


@frozen
class ExportedFile:
    """What became of a shared file: its `path` beside the export, parts divided by "/", or the `problem`."""

    path: str = ""
    problem: str = ""


class Exporter:
    """Writes the entries of one conversation, which come in several chunks, as pieces of one file."""

    def __init__(self, kind: Format, title: str, files: Mapping[str, ExportedFile] | None = None) -> None:
        """`files`: what became of the shared ones, by id; of others their names are all that is written."""
        self._kind = kind
        self._title = title
        self._files = files or {}
        self._day = ""
        self._is_first = True
        self._held: Entry | None = None  # the last one so far: what comes next may tell it as well

    def head(self) -> str:
        """What stands before everything."""
        if self._kind is Format.JSON:
            return "[\n"
        if self._kind is Format.HTML:
            pictures = _PICTURES if self._files else ""
            return _HEAD.format(title=escape(self._title), language=QLocale().bcp47Name(), pictures=pictures)
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

    def _file_of(self, entry: Entry) -> tuple[SharedFile, ExportedFile] | None:
        """The file of a message, where it is known what became of it."""
        if not isinstance(entry, MessageEntry) or entry.file is None or entry.deleted is not None:
            return None
        exported = self._files.get(entry.file.id)
        return None if exported is None else (entry.file, exported)

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
        found = self._file_of(entry)
        place = f" ({found[1].path or found[1].problem})" if found is not None else ""
        yield f"{copy_text(entry)}{place}\n"

    def _html(self, entry: Entry) -> Iterator[str]:
        if day := self._new_day(entry):
            yield f"<h2>{escape(day)}</h2>\n"
        stamp = f'<time datetime="{_moment(entry.time)}">{escape(clock(entry.time))}</time>'
        if isinstance(entry, EventEntry):
            words = escape(without_isolates(describe(entry.fact)))
            yield f'<p class="event" dir="auto">{stamp} {words}</p>\n'
            return
        name = f"<b>{escape(entry.shown_name)}</b>"
        found = self._file_of(entry)
        text = escape(strip_formatting(whole_text(entry) if found is None else entry.text))
        words = f'<span dir="auto">{text}</span>' if text or found is None else ""
        file = _file_html(*found, below=bool(text)) if found is not None else ""
        marks = "".join(f" <i>{escape(mark)}</i>" for mark in _marks(entry))
        yield f"<p>{stamp} {name} {words}{file}{marks}</p>\n"

    def _json(self, entry: Entry) -> Iterator[str]:
        yield "" if self._is_first else ",\n"
        self._is_first = False
        found = self._file_of(entry)
        yield json.dumps(record(entry, found[1] if found is not None else None), ensure_ascii=False)


def record(entry: Entry, exported: ExportedFile | None = None) -> dict[str, object]:
    """An entry as JSON has it; what is not so of a message is left out. `exported`: where its file is."""
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
        "file": _file_record(entry.file, exported) if entry.file is not None else {},
        "reply_to": entry.reply_to,
        "edited": entry.edited,
        "reactions": {one.text: list(one.senders) for one in entry.reactions},
    }
    kept = {key: value for key, value in found.items() if value or key == "text"}
    return kept if entry.deleted is None else {**kept, "deleted": True, "reason": entry.deleted}


def _file_record(file: SharedFile, exported: ExportedFile | None) -> dict[str, object]:
    """A shared file as JSON has it, without what leads to it on its hub."""
    facts = {"name": file.name, "size": file.size, "type": file.type, "sha256": file.sha256}
    place = {} if exported is None else {"path": exported.path, "problem": exported.problem}
    return {**facts, **{key: value for key, value in place.items() if value}}


def _file_html(file: SharedFile, exported: ExportedFile, *, below: bool) -> str:
    """A picture as such, another file as a link; of what could not be had the name and why.

    `below`: in a line of its own, as a picture always is.
    """
    name = f"<bdi>{escape(file.name)}</bdi>"
    before = "<br>" if below else " "
    if not exported.path:
        return f"{before}{name} <i>({escape(exported.problem)})</i>"
    link = escape(quote(exported.path))  # a colon would be one of a scheme
    if not is_picture(file):
        return f'{before}<a href="{link}">{name}</a> <i>{escape(readable_size(file.size))}</i>'
    sides = f'width="{file.width}" height="{file.height}"' if file.width and file.height else ""
    picture = f'<img src="{link}" alt="{escape(file.name)}" loading="lazy" {sides}>'
    return f'<br><a href="{link}">{picture}</a>'


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


_PICTURES = "; img-src 'self' file:"  # those beside the page, from the disk or served; from nowhere else
_HEAD = """<!DOCTYPE html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'{pictures}">
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
a {{ color: light-dark(#00639b, #8ccdff); overflow-wrap: anywhere; }}
img {{ max-width: 100%; max-height: 24em; width: auto; height: auto; margin: .25em 0; border-radius: 6px; }}
</style>
<main>
<h1>{title}</h1>
"""
