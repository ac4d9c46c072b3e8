"""What the hub keeps, and through which protocols: messages and events, records, and accounts.

The order of everything is that of the message ids (app.irc.msgid): they grow with time and never repeat. A
bound is an id, or the text that `before` and `after` there make of a time; both compare as text.

An account is a name, any number of certificates and at most one password. It owns the nicknames that it has
used; nobody else is called like one of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import Protocol

from app.hub.data.config import PasswordVerifier
from app.hub.data.storage_errors import StorageFailure
from app.values import frozen

# What is read by everybody who reads history; the rest needs draft/event-playback or a capability of its own.
TEXT_COMMANDS = frozenset({"PRIVMSG", "NOTICE"})

# A kind of records, whose keys are ids of messages: they go when those are too old.
OF_MESSAGES = "correction"
# Kinds of records: of files, by their ids (`files.file_record`), and the ids of a message's files, parted by
# spaces, by the message's id. Both go with the message.
FILES = "file"
ATTACHMENTS = "attachment"

# How long what is said is kept, and an empty channel after its last member; what is promised to people.
KEPT_FOR = 90 * 86400.0

# Stands before what identifies somebody who is not logged in. No account begins with it.
ANONYMOUS = "~"

# A person's few spellings and nicknames: eight at least, as each has one or two keys. More is somebody who
# collects other people's names.
KEYS_PER_ACCOUNT = 16
# A person's devices, old ones among them.
CERTIFICATES_PER_ACCOUNT = 16
SECRET_BYTES = 32


@frozen(enforced=False)  # one is made with every message
class HistoryEvent:
    """One line that was told, as it was told."""

    msgid: str
    time: float
    target: str  # a channel's key (folded name), or what `conversation` makes of two identities
    source: str  # nick!user@host at the time, or the server's name
    command: str
    params: tuple[str, ...]
    # whose doing it was: an account, ANONYMOUS and more for who had none, "" for the server's
    identity: str = ""
    also: tuple[str, ...] = ()  # further channels that the same line belongs to: of a QUIT, a NICK
    tags: str = ""  # client-only tags, and `bot` for a bot's, encoded, without `@`
    lines: tuple[tuple[str, bool], ...] = ()  # of multiline: text, whether it continues the last

    @property
    def account(self) -> str:
        """The account of whose doing it was, "" where there was none."""
        return "" if self.identity.startswith(ANONYMOUS) else self.identity

    @property
    def is_text(self) -> bool:
        """Whether it is a message that people read."""
        return self.command in TEXT_COMMANDS


@frozen
class Span:
    """What lies between two bounds, without them; "" is open."""

    after: str = ""
    before: str = ""


ALL = Span()

# Waits for the disk, in any thread. Raises KeepingError.
Sync = Callable[[], None]


class Records(Protocol):
    """The hub's lasting state apart from messages: JSON texts by kind ("channel", "marker") and key."""

    def put(self, kind: str, key: str, value: str | None) -> None:
        """Keep a value from the history's next commit on; None takes it out. Never raises."""
        ...

    def get(self, kind: str, key: str) -> str | None:
        """One value, also of this turn. Raises KeepingError."""
        ...

    def all(self, kind: str) -> list[tuple[str, str]]:
        """Every key and value of a kind, by key; for the start, not for every turn. Raises KeepingError."""
        ...


class History(Protocol):
    """What was said and done. What is appended is read at once and kept from the next commit on."""

    def append(self, event: HistoryEvent, own_id: str = "") -> None:
        """Keep an event, in the order of the ids, and its sender's client's own id of it.

        Never raises: what fails, fails in `commit`.
        """
        ...

    def commit(self) -> None:
        """Keep what was appended, redacted and put since the last commit: all of it or nothing.

        Raises KeepingError; all since the last commit is gone then, and the next turn may try again.
        """
        ...

    def take_sync(self) -> Sync | None:
        """What makes all that was committed outlast a power cut; None where there is nothing new of it."""
        ...

    def distrust(self, failure: StorageFailure) -> None:
        """A sync has failed: what was committed is read, but may not outlast a power cut.

        The next commit fails, and each further one that could not make up for it. Never raises.
        """
        ...

    def read(self, target: str, span: Span, limit: int, *, newest: bool, events: bool) -> list[HistoryEvent]:
        """At most `limit` of what `span` holds, from its newest end or its oldest, always in ascending order.

        Without `events` only texts. Every event has `target` as its target. Raises KeepingError.
        """
        ...

    def find(self, msgid: str) -> HistoryEvent | None:
        """The event of an id. Raises KeepingError."""
        ...

    def find_own(self, identity: str, own_id: str) -> str | None:
        """The id of what somebody's client has sent before under its own id. Raises KeepingError."""
        ...

    def redact(self, msgid: str) -> None:
        """Take an event out for good; its sender's own id of it stays known. Never raises, like append."""
        ...

    def conversations(self, identity: str) -> list[str]:
        """The targets of all private talk of somebody, as they were begun. Raises KeepingError."""
        ...

    def rename(self, target: str, new: str) -> None:
        """A channel has another key now. Never raises, like append."""
        ...

    def forget(self, target: str) -> None:
        """Nobody reads the history of a target any more. Never raises, like append."""
        ...

    def newest(self) -> str:
        """The newest id that is kept, "" for none. Raises KeepingError."""
        ...

    def tick(self, now: float) -> None:
        """Let go of a little of what is too old or too much, about once a second. Never raises."""
        ...

    def take_lost_files(self) -> list[str]:
        """The ids of files that are gone for good with their messages, since the last call."""
        ...

    @property
    def failure(self) -> StorageFailure | None:
        """Why nothing can be kept any more, as far as is seen without trying; None for nothing."""
        ...

    @property
    def believed(self) -> float:
        """The time by which the ticks let something be given up for good (app.hub.data.clock)."""
        ...

    def hidden_before(self, now: float) -> float:
        """Before which time all is too old for newcomers, given up or not; 0.0 for nothing.

        Raises KeepingError.
        """
        ...


def conversation(one: str, other: str) -> str:
    """The target under which the private talk of two identities is kept, the same for both."""
    return "\n".join(sorted((one, other)))


def parties(target: str) -> tuple[str, str] | None:
    """The two identities of a conversation; None where the target is a channel."""
    one, line_break, other = target.partition("\n")
    return (one, other) if line_break else None


def other_party(target: str, identity: str) -> str:
    """The other identity of a conversation, oneself's where it is with oneself."""
    one, other = target.split("\n")
    return other if one == identity else one


def targets_of(event: HistoryEvent) -> Iterable[str]:
    """Every target that an event belongs to."""
    return (event.target, *event.also)


def write_texts(values: Mapping[str, str]) -> str:
    """An object of texts as JSON."""
    return json.dumps(values, ensure_ascii=False)


def read_texts(text: str) -> dict[str, str]:
    """What write_texts wrote; nothing for what makes no sense."""
    try:
        read = json.loads(text)
    except ValueError:
        return {}
    items = read.items() if isinstance(read, dict) else ()
    return {key: value for key, value in items if isinstance(value, str)}


@frozen
class ScramVerifier:
    """What SCRAM-SHA-256 keeps of a password: enough to check a proof, not to make one.

    https://www.rfc-editor.org/rfc/rfc5802#section-3
    """

    salt: bytes
    iterations: int
    stored_key: bytes = field(repr=False)
    server_key: bytes = field(repr=False)


@frozen
class Credentials:
    """All that is kept of an account's password."""

    verifier: PasswordVerifier
    scram: ScramVerifier | None = None  # None: RFC 5802 has no form for such a password; PLAIN takes it


class Accounts(Protocol):
    """The accounts of one hub. Nothing of it is cached: another process may add some at any time."""

    def by_fingerprint(self, fingerprint: str) -> str | None:
        """The account of a client certificate."""
        ...

    def owner_of(self, nick_key: str) -> str | None:
        """The account that owns a nickname, by one of its keys from `app.irc.confusables.nick_keys`."""
        ...

    def create(
        self,
        name: str,
        nick_keys: tuple[str, ...],
        now: float,
        *,
        fingerprint: str = "",
        credentials: Credentials | None = None,
        email: str = "",
    ) -> bool:
        """Make an account with all keys of its first nickname; False when any of it is taken."""
        ...

    def claim(self, account: str, nick_key: str, now: float) -> bool:
        """Let an account own one more key of a nickname; False: another does, or it has enough."""
        ...

    def add_certificate(self, account: str, fingerprint: str, now: float) -> bool:
        """Let one more certificate prove an account; False: it proves another, or there are enough."""
        ...

    def credentials(self, account: str) -> Credentials | None:
        """What is kept of an account's password; None where it has none."""
        ...

    def set_credentials(self, account: str, credentials: Credentials) -> bool:
        """Give an account its password; False: it has one, or there is no such account."""
        ...

    def secret(self) -> bytes:
        """Random bytes, always the same: what is told of accounts that do not exist is made of them."""
        ...

    def host(self) -> str | None:
        """The fingerprint of the certificate that proves the host."""
        ...

    def set_host(self, fingerprint: str) -> None:
        """Let another certificate prove the host from now on."""
        ...
