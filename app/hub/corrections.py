"""Putting right what one has said: a message that says of which earlier one it is the new text. Ours alone.

No standard exists. Who does not know our tag reads a message that says of itself that it is a correction.
"""

from __future__ import annotations

from app.hub.audience import Audience
from app.hub.history import OF_MESSAGES
from app.hub.lines import Line
from app.hub.replies import Request
from app.hub.state import State

# Records: the msgid of a message -> that of its latest correction.
KIND = OF_MESSAGES
MARK = "[edited] "


def may_correct(hub: State, ask: Request, audience: Audience, msgid: str) -> bool:
    """Whether the asker has said `msgid` to this audience; else it is told what is wrong."""
    original = hub.history.find(msgid)
    if original is None or not original.is_text or original.target != audience.kept:
        ask.fail("UNKNOWN_MSGID", audience.name, msgid, "This message does not exist or is too old")
    elif original.identity != ask.person.identity:
        ask.fail("EDIT_FORBIDDEN", audience.name, msgid, "You can only edit what you have said yourself")
    else:
        return True
    return False


def note_correction(hub: State, msgid: str, line: Line) -> None:
    """The latest correction of a message takes the place of an earlier one."""
    forget_correction(hub, msgid)
    hub.records.put(KIND, msgid, line.msgid)


def forget_correction(hub: State, msgid: str) -> None:
    """Take the correction of a message out of the history, and what may put that right in turn.

    Raises KeepingError.
    """
    while (before := hub.records.get(KIND, msgid)) is not None:
        hub.history.redact(before)
        hub.records.put(KIND, msgid, None)
        msgid = before


def marked(line: Line) -> Line:
    """A correction for those who do not know what it is; as it is where there is no room for more."""
    made = line.prefixed(MARK)
    return line if made.is_cut else made
