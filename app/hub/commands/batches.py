"""BATCH from clients: a message of several lines is taken in, then said as a whole.

https://ircv3.net/specs/extensions/client-batch and https://ircv3.net/specs/extensions/multiline
"""

from __future__ import annotations

from functools import partial

from app.hub.audience import Audience, find_audience
from app.hub.batches import TIMEOUT, ClientBatch, is_reference
from app.hub.commands.row import Row
from app.hub.multiline import Multiline
from app.hub.replies import Request
from app.hub.saying import complain, say
from app.hub.session import Session
from app.hub.state import State
from app.irc import capabilities
from app.irc.client_tags import MULTILINE_CONCAT


def on_batch(hub: State, ask: Request) -> None:
    """Open or close a batch."""
    word = ask.param(0)
    if word.startswith("-"):
        _close(hub, ask, word[1:])
    elif word.startswith("+"):
        _open(hub, ask, word[1:])
    else:
        ask.fail("INVALID_REFTAG", word, "A batch begins with + and ends with -")


def _open(hub: State, ask: Request, reference: str) -> None:
    session, kind, target = ask.session, ask.param(1), ask.param(2)
    if not is_reference(reference):
        ask.fail("INVALID_REFTAG", reference, "Not a name for a batch")
    elif kind != capabilities.MULTILINE or capabilities.MULTILINE not in session.caps:
        ask.fail("UNKNOWN_TYPE", reference, kind, "This connection has not asked for such batches")
    elif session.batch is not None and not session.batch.has_failed:
        _give_up(session, "MULTILINE_INVALID", "One batch at a time")
    elif not target or "," in target:
        ask.fail("MULTILINE_INVALID", "A batch has one target")
    else:
        ask.hold()
        session.batch = ClientBatch(
            reference, target, hub.now, partial(_say, hub, ask), partial(_refuse, ask)
        )


def take_line(hub: State, ask: Request) -> None:
    """Take a line that says of itself that it is part of a batch."""
    session, tags = ask.session, ask.message.tags
    batch = session.batch
    if batch is None:
        ask.fail_for("BATCH", "MULTILINE_INVALID", "There is no such batch")
    elif batch.has_failed:
        pass
    elif tags["batch"] != batch.reference:
        _give_up(session, "MULTILINE_INVALID", "There is no such batch")
    else:
        continues = MULTILINE_CONCAT in tags
        line = (ask.message.command, ask.param(0), ask.param(1))
        if mistake := batch.mistake(*line, continues=continues):
            _give_up(session, *mistake)
        else:
            batch.add(ask.message.command, ask.param(1), continues=continues)


def _close(hub: State, ask: Request, reference: str) -> None:
    session, batch = ask.session, ask.session.batch
    if batch is None or batch.reference != reference:
        ask.fail("MULTILINE_INVALID", "There is no such batch")
        return
    if batch.is_blank:
        _give_up(session, "MULTILINE_INVALID", "Nothing is said in it")
    session.batch = None
    if not batch.has_failed:
        batch.say(batch)


def _say(hub: State, opening: Request, batch: ClientBatch) -> None:
    """Say the whole of a batch, as the answer to the line that opened it."""
    opening.resume()
    audience = find_audience(hub, opening, batch.target, complain(opening, batch.command))
    if audience is not None:
        _say_to(hub, opening, audience, batch)
    opening.finish()


def _say_to(hub: State, opening: Request, audience: Audience, batch: ClientBatch) -> None:
    def line(tags: str) -> Multiline:
        person = opening.person
        return Multiline(
            batch.command,
            audience.name,
            batch.parts,
            person.source,
            reference=hub.next_batch(),
            tags=tags,
            account=person.account,
            is_bot=person.is_bot,
            **hub.stamp(),
        )

    say(hub, opening, audience, line)


def check_batch(hub: State, session: Session) -> None:
    """Give up a batch that is not closed."""
    batch = session.batch
    if batch is not None and not 0 <= hub.now - batch.opened < TIMEOUT:
        _give_up(session, "TIMEOUT", batch.reference, "The batch was left open for too long")
        session.batch = None


def _give_up(session: Session, code: str, *context: str) -> None:
    """The open batch has failed: it is answered now, and the rest of it passes unsaid."""
    batch = session.batch
    if batch is not None and not batch.has_failed:
        batch.has_failed = True
        batch.refuse(code, *context)


def _refuse(opening: Request, code: str, *context: str) -> None:
    opening.resume()
    opening.fail(code, *context)
    opening.finish()


ROWS = {
    "BATCH": Row(
        on_batch,
        1,
        help=(
            "BATCH +<reference> draft/multiline <target> or BATCH -<reference>",
            "Opens or closes a message of several lines.",
        ),
    )
}
