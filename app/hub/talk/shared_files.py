"""Files that people have uploaded: each is kept with the message that names it, and gone with it.

A file is its uploader's until a message of theirs names it, by the tag that `irc.file_tag` reads; from then
on it is that message's. One to which its uploader's avatar leads is kept as long as it does so instead. What
no message names goes after a while (`FileLimits.unused`). The bytes are not here: who has them is told by
`Turn` which files are kept for good and which are gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from app.files.file_limits import FileLimits
from app.files.file_record import FileRecord, read_record, write_record
from app.hub.data.costs import QUESTION
from app.hub.data.entities import Person
from app.hub.data.hub_state import State
from app.hub.data.outgoing import Line
from app.hub.data.storage import ATTACHMENTS, FILES, HistoryEvent
from app.hub.data.storage_errors import KeepingError
from app.hub.telling.replies import Request
from app.irc.client_tags import FILE
from app.irc.file_tag import encode_file, linked_file, read_said_file
from app.irc.message import parse_tags

# Of one person, that no message names: many pictures chosen at once, each with a small one of itself. Each
# may be empty, so their bytes are no bound.
MOST_UNUSED = 200

AVATAR = "avatar"  # a key of metadata: https://ircv3.net/registry#user-metadata
_AVATAR_OF = "avatar of "  # before an identity, in a record in place of a msgid

Named = tuple[FileRecord, ...]  # what a message names: the file, and its thumbnail if there is one


def load(hub: State) -> None:
    """Find the files that belong to no message and are no avatar, of what is kept. Raises KeepingError.

    Metadata is there already.
    """
    hub.unused_files = {
        record.id: record for record in all_files(hub) if not (record.message and _is_kept(hub, record))
    }


def _is_kept(hub: State, record: FileRecord) -> bool:
    holder = record.message.removeprefix(_AVATAR_OF)
    if holder != record.message:
        return linked_file(hub.metadata.get(holder, {}).get(AVATAR, "")) == record.id
    return hub.history.find(record.message) is not None


def all_files(hub: State) -> list[FileRecord]:
    """All files, for the start. Raises KeepingError."""
    read = (read_record(text) for _key, text in hub.records.all(FILES))
    return [record for record in read if record is not None]


def file_ids(hub: State) -> set[str]:
    """The ids of all records of files, also of those that nobody can read. Raises KeepingError."""
    return {key for key, _text in hub.records.all(FILES)}


def find(hub: State, file_id: str) -> FileRecord | None:
    """A file by its id; None where there is none, or where nobody can say. Raises nothing."""
    with suppress(KeepingError):
        return _read(hub, file_id)
    return None


def _read(hub: State, file_id: str) -> FileRecord | None:
    text = hub.records.get(FILES, file_id)
    return read_record(text) if text is not None else None


def keep(hub: State, record: FileRecord) -> None:
    """Keep a file that was uploaded, from the end of this turn on; one too many of a person is refused."""
    _begin_change(hub)
    if sum(other.owner == record.owner for other in hub.unused_files.values()) >= MOST_UNUSED:
        hub.refused_files.append(record.id)
        return
    hub.journal.is_eventful = True
    hub.kept_files.append(record.id)
    hub.unused_files[record.id] = record
    hub.records.put(FILES, record.id, write_record(record))


def sweep(hub: State) -> None:
    """Give up what no message names after so long. What is kept while no files are taken goes as well."""
    limit = (hub.config.files or FileLimits()).unused
    due = [record for record in hub.unused_files.values() if hub.now - record.created > limit]
    if not due:
        return
    _begin_change(hub)
    hub.journal.is_eventful = True
    for record in due:
        del hub.unused_files[record.id]
        hub.records.put(FILES, record.id, None)
        hub.lost_files.append(record.id)


# -- naming one in a message


def name_file(
    hub: State, ask: Request, corrected: HistoryEvent | None = None
) -> tuple[Mapping[str, str], Named]:
    """The tags of what the asker says with that of a file as others are to read it, and what it names anew.

    A tag that names nothing of the asker's, or what another message has named, is left out, as is that of a
    line without a text. A correction is about the same file as what it puts right. Raises KeepingError.
    """
    tags = ask.message.tags
    value = ""
    named: Named = ()
    if corrected is not None:
        value = parse_tags(corrected.tags).get(FILE, "")
    elif ask.message.command != "TAGMSG":
        value, named = _said(hub, ask.person, tags[FILE])
    others = {key: text for key, text in tags.items() if key != FILE}
    return (others | {FILE: value} if value else others), named


def _said(hub: State, person: Person, value: str) -> tuple[str, Named]:
    """A client's tag, filled, and what it names."""
    said = read_said_file(value)
    record = _unnamed(hub, person, said.id) if said is not None else None
    if said is None or record is None:
        return "", ()
    if not record.width:
        record = replace(record, width=said.width, height=said.height)
    small = _unnamed(hub, person, said.thumbnail) if said.thumbnail not in ("", said.id) else None
    told = record.shared(small.id if small is not None else "")
    return encode_file(told), (record, small) if small is not None else (record,)


def _unnamed(hub: State, person: Person, file_id: str) -> FileRecord | None:
    """A file that a person has uploaded, as this account or before they logged in, and not named yet."""
    hub.spent += QUESTION
    record = _read(hub, file_id)
    is_theirs = record is not None and record.owner in (person.identity, person.anonymous_id)
    return record if is_theirs and record is not None and not record.message else None


def attach(hub: State, named: Named, line: Line, *, is_recorded: bool) -> None:
    """Let files be those of a message. One that nobody keeps uses them up: they go in their time."""
    _begin_change(hub)
    for record in named:
        used = replace(record, message=line.msgid)
        hub.records.put(FILES, used.id, write_record(used))
        if is_recorded:
            hub.unused_files.pop(used.id, None)
        else:
            hub.unused_files[used.id] = used
    if is_recorded:
        hub.records.put(ATTACHMENTS, line.msgid, " ".join(record.id for record in named))


# -- what people look like


def follow_avatar(hub: State, holder: str, was: str, now: str) -> None:
    """Keep a person's own file as long as their avatar leads to it: `was` and `now` are that value.

    Raises nothing: what cannot be read now is looked at again when the hub starts.
    """
    old, new = linked_file(was), linked_file(now)
    if old == new:
        return
    if (record := _avatar(hub, holder, old)) is not None:
        _begin_change(hub)
        hub.journal.is_eventful = True
        hub.records.put(FILES, record.id, None)
        hub.lost_files.append(record.id)
    record = find(hub, new) if new else None
    if record is not None and record.owner == holder and not record.message:
        _begin_change(hub)
        hub.unused_files.pop(record.id, None)
        hub.records.put(FILES, record.id, write_record(replace(record, message=_AVATAR_OF + holder)))


def pass_avatar(hub: State, link: str, old: str, new: str) -> None:
    """Somebody has logged in: what they have uploaded as the avatar of `old` can be that of `new`."""
    if (record := _avatar(hub, old, linked_file(link))) is not None:
        _begin_change(hub)
        unnamed = replace(record, owner=new, message="")
        hub.unused_files[record.id] = unnamed
        hub.records.put(FILES, record.id, write_record(unnamed))


def _avatar(hub: State, holder: str, file_id: str) -> FileRecord | None:
    """The file that is a person's avatar."""
    record = find(hub, file_id) if file_id else None
    return record if record is not None and record.message == _AVATAR_OF + holder else None


# -- a turn that cannot be kept


def _begin_change(hub: State) -> None:
    if hub.journal.unused_files is None:
        hub.journal.unused_files = hub.unused_files.copy()


def take_back(hub: State, *, is_begun_anew: bool) -> None:
    """Nothing of this turn is kept: what was uploaded is refused, what was given up is there.

    `is_begun_anew`: nor is what was said before it.
    """
    if hub.journal.unused_files is not None:
        hub.unused_files = hub.journal.unused_files
    hub.refused_files += hub.kept_files
    hub.kept_files, hub.lost_files = [], []
    if is_begun_anew:
        with suppress(KeepingError):
            load(hub)
