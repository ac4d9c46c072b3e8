"""What is being written, without a widget: how many messages it makes, and what was sent before."""

from __future__ import annotations

from app.irc.text import split_text
from app.models.commands import parse_input
from app.models.room_wishes import Mistake
from app.values import frozen
from app.words import writing_words
from app.words.file_words import readable_size

MAX_MESSAGES = 60  # more at once is a file, not talk, and any server would throttle it
CONFIRM_FROM_MESSAGES = 6  # five lines are said without a question
MAX_BYTES = 16_384  # beyond this one long word makes the editor stall, and it could not be sent anyway
# Of what was pasted: more is asked about before it goes out, as people paste by mistake, and long logs.
MUCH_LINES = 5
MUCH_BYTES = 2_000
COUNTER_FROM = 0.8  # of the limit: from here on the bytes are counted in sight
_MAX_HISTORY = 100


@frozen
class Reference:
    """The message that a draft refers to: it replies to it, or replaces its `text` (`is_edit`)."""

    msgid: str
    is_edit: bool = False
    text: str = ""


@frozen
class ReplyDraft:
    """What a draft replies to, as it is shown: `name` said `words`; `colour_of` as in ReplyBar."""

    msgid: str
    name: str
    words: str
    colour_of: str


@frozen
class DraftLength:
    """`messages` that a text makes, `used` bytes of `limit` for the last one."""

    messages: int
    used: int
    limit: int

    @property
    def is_near_limit(self) -> bool:
        """Whether the bytes that are left should be shown."""
        return self.used >= self.limit * COUNTER_FROM


def measure(text: str, limit: int, lines: int = 0) -> DraftLength:
    """How `text` is sent when a message holds `limit` bytes and `lines` lines; 0: each line is a message."""
    if lines:
        return _measure_whole(text.strip("\n"), limit, lines)
    messages = used = 0
    for line in text.split("\n"):
        if line.strip():
            size = len(line.encode())
            pieces = split_text(line, limit) if size > limit else [line]
            messages += len(pieces)
            used = len(pieces[-1].encode())
    return DraftLength(messages, used, limit)


def _measure_whole(text: str, limit: int, lines: int) -> DraftLength:
    """As one message, or about as many as are needed for so much."""
    size, count = len(text.encode()), text.count("\n") + 1
    if not text.strip():
        return DraftLength(0, 0, limit)
    messages = max(-(-size // limit), -(-count // lines))
    return DraftLength(messages, size if messages == 1 else 0, limit)


def is_much(text: str) -> bool:
    """Whether a pasted text is so long that it is asked about before it is sent."""
    return text.strip("\n").count("\n") >= MUCH_LINES or len(text.encode()) > MUCH_BYTES


@frozen
class SendCheck:
    """What speaks against sending a draft: an `error`, or a `question` with the `answer` that sends it.

    Where nothing but a file would send it, `answer` is "".
    """

    error: str = ""
    question: str = ""
    answer: str = ""


def check_draft(
    text: str, length: DraftLength, *, is_edit: bool, has_pasted: bool, may_be_file: bool
) -> SendCheck:
    """Whether a draft of that length can go out as it is.

    `has_pasted`: it holds much that was pasted; `may_be_file`: it could be sent as a file.
    """
    found = parse_input(text)
    count = length.messages
    if is_edit and count > 1:
        return SendCheck(error=writing_words.EDIT_TOO_LONG())
    if isinstance(found, Mistake) and not is_edit:
        return SendCheck(error=found.sentence)
    if count > MAX_MESSAGES and may_be_file:
        return SendCheck(question=writing_words.TOO_MANY_OR_FILE(count=count, most=MAX_MESSAGES))
    if count > MAX_MESSAGES:
        return SendCheck(error=writing_words.TOO_MANY_MESSAGES(count=count, most=MAX_MESSAGES))
    if count >= CONFIRM_FROM_MESSAGES or (count > 1 and has_pasted and is_much(text)):
        return SendCheck(question=writing_words.SEND_SEVERAL(count=count), answer=writing_words.SEND_ALL())
    if has_pasted and is_much(text):
        lines, size = text.strip("\n").count("\n") + 1, readable_size(len(text.encode()))
        asked = (
            writing_words.SEND_LINES(lines, size=size) if lines > 1 else writing_words.SEND_LONG(size=size)
        )
        return SendCheck(question=asked, answer=writing_words.SEND_AS_ONE())
    return SendCheck()


class InputHistory:
    """The last texts that were sent, for Up and Down; what is edited on the way is not overwritten."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._at = 0

    def add(self, text: str) -> None:
        """`text` was sent."""
        if not self._said or self._said[-1] != text:
            self._said = [*self._said[-(_MAX_HISTORY - 1) :], text]
        self._at = len(self._said)

    def has_older(self, shown: str) -> bool:
        """Whether something was said before `shown`, an empty draft or what was recalled."""
        return bool(self._said) if shown == "" else self._is_at(shown) and self._at > 0

    def has_newer(self, shown: str) -> bool:
        """Whether `shown` was recalled, so that Down leads back."""
        return shown != "" and self._is_at(shown)

    def older(self, shown: str) -> str | None:
        """What was said before `shown`; None if that was not recalled or nothing is left."""
        if not self.has_older(shown):
            return None
        self._at = (len(self._said) if shown == "" else self._at) - 1
        return self._said[self._at]

    def newer(self, shown: str) -> str | None:
        """What was said after `shown`, "" behind the last; None if `shown` was not recalled."""
        if not self.has_newer(shown):
            return None
        self._at += 1
        return self._said[self._at] if self._at < len(self._said) else ""

    def _is_at(self, shown: str) -> bool:
        return self._at < len(self._said) and self._said[self._at] == shown
