"""One request of a session and what it is answered: label and batch are put on at the end.

https://ircv3.net/specs/extensions/labeled-response
"""

from __future__ import annotations

from collections.abc import Sequence

from app.hub.data.costs import REPLY
from app.hub.data.entities import Person, Session
from app.hub.data.hub_state import State
from app.hub.data.outgoing import Bundle, Line, middle
from app.hub.telling.fanout import catch_up
from app.irc import capabilities
from app.irc import numerics as n
from app.irc.linebuffer import BODY_LIMIT
from app.irc.message import Message, encode_tags

LABEL_LENGTH = 64  # bytes; the specification's limit


class Request:
    """A line from a session together with the replies to it. Handlers answer only through this."""

    __slots__ = ("_hub", "_is_held", "_label", "_lines", "message", "session")

    def __init__(self, hub: State, session: Session, message: Message) -> None:
        self._hub = hub
        self.session = session
        self.message = message
        self._lines: list[Line] = []
        self._is_held = False
        label = message.tags.get("label", "") if message.tags else ""
        self._label = label if label and len(label.encode()) <= LABEL_LENGTH and _may_label(session) else ""

    @property
    def person(self) -> Person:
        """Whose connection asks."""
        return self.session.person

    @property
    def params(self) -> tuple[str, ...]:
        return self.message.params

    def param(self, index: int, default: str = "") -> str:
        """The parameter at `index`, or `default`."""
        params = self.message.params
        return params[index] if index < len(params) else default

    def targets(self, index: int) -> list[str]:
        """The words of a parameter that names several by commas, each once however it is spelt."""
        words = self.param(index).split(",")
        if len(words) == 1:
            return words if words[0] else []
        return list({word.lower(): word for word in reversed(words) if word}.values())[::-1]

    def targets_up_to(self, most: int, index: int = 0) -> list[str]:
        """The first `most` of the targets; the asker is told of the first that is too many."""
        found = self.targets(index)
        if len(found) > most:
            self.numeric(n.ERR_TOOMANYTARGETS, found[most], "Too many targets")
        return found[:most]

    def numeric(self, code: str, *params: str) -> None:
        """Answer with a numeric; the asker's name is put before `params`."""
        self.add(self.numeric_line(code, *params))

    def numeric_line(self, code: str, *params: str, tags: str = "") -> Line:
        """The line of a numeric to the asker, to be bundled; `tags` as a Line has them."""
        words = tuple(middle(param) for param in params[:-1])
        return self._own(code, self.session.name, *words, *params[-1:], tags=tags)

    def budget(self, *words: str) -> int:
        """How many bytes the last parameter may have on a line with `words` before it (command included)."""
        return BODY_LIMIT - len(
            f":{self._hub.server} {' '.join((*words, self.session.name))}  :\r\n".encode()
        )

    def fail(self, code: str, *context: str) -> None:
        """Answer with FAIL; the last of `context` is the sentence for people.

        https://ircv3.net/specs/extensions/standard-replies
        """
        self.fail_for(self.message.command, code, *context)

    def fail_for(self, command: str, code: str, *context: str) -> None:
        """Answer with FAIL for another command than the one that was sent: a line of a batch."""
        self.add(self.fail_line(command, code, *context))

    def fail_line(self, command: str, code: str, *context: str) -> Line:
        """The line of a FAIL, to be bundled."""
        words = tuple(middle(word) for word in context[:-1])
        return self._own("FAIL", middle(command), code, *words, context[-1])

    def send(self, command: str, *params: str, source: str | None = None) -> None:
        """Answer with any message; from the server unless `source` says otherwise."""
        self.add(Line(command, params, source or self._hub.server, time=self._hub.now))

    @property
    def is_blank(self) -> bool:
        """Whether what is answered next stands alone: no label, and nothing answered before it."""
        return not self._label and not self._lines

    def add(self, line: Line) -> None:
        """Answer with a line that others get too: an echo, an own join."""
        self._lines.append(line)

    def bundle(self, kind: str, about: str, lines: Sequence[Line]) -> None:
        """Answer with lines in one batch, or one by one for who does not know batches."""
        if capabilities.BATCH in self.session.caps:
            hub = self._hub
            self.add(Bundle(hub.next_batch(), kind, lines, hub.server, time=hub.now, about=about))
        else:
            self._lines += lines

    def charge(self, work: int) -> None:
        """Note work that does not show in the answer's length (app.hub.data.costs)."""
        self._hub.spent += work

    def hold(self) -> None:
        """Keep what is to be answered until a slow step is done."""
        self._is_held = True

    def resume(self) -> None:
        """The slow step is done."""
        self._is_held = False

    def finish(self) -> None:
        """Put the replies into the session's outbox; a handler that ends its session does so itself."""
        lines, label = self._lines, self._label
        if self._is_held or not (lines or label):
            return
        self._lines, self._label = [], ""
        if not label:
            self._append([line.render(self.session.shape) for line in lines])
        elif len(lines) <= 1:
            only = lines[0] if lines else self._own("ACK")
            self._append([self._render(only, "label", label)])
        else:
            reference = self._hub.next_batch()
            opening = self._own("BATCH", f"+{reference}", capabilities.LABELED_RESPONSE)
            self._append([self._render(opening, "label", label)])
            self._append([self._render(line, "batch", reference) for line in lines])
            self._append([self._own("BATCH", f"-{reference}").render(self.session.shape)])

    def _own(self, command: str, *params: str, tags: str = "") -> Line:
        return Line(command, params, self._hub.server, time=self._hub.now, tags=tags)

    def _render(self, line: Line, tag: str, value: str) -> bytes:
        return line.render_with(self.session.shape, encode_tags({tag: value})[1:-1])

    def _append(self, data: list[bytes]) -> None:
        if data:
            hub, session = self._hub, self.session
            catch_up(hub, session)
            size = sum(map(len, data))
            session.outbox += data
            hub.dirty.add(session)
            hub.spent += size + REPLY * len(data)
            hub.answered[session] = hub.answered.get(session, 0) + size


def _may_label(session: Session) -> bool:
    return capabilities.LABELED_RESPONSE in session.caps and capabilities.BATCH in session.caps
