"""A page of history: its lines become events that change nothing of what is known now.

https://ircv3.net/specs/extensions/chathistory
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from app.client.events import (
    NO_REACH,
    BanChanged,
    ChannelModesChanged,
    Event,
    HistoryPage,
    LeaveKind,
    Member,
    MemberJoined,
    MemberLeft,
    NickChanged,
    PageKind,
    Point,
    RankChanged,
    Reach,
    RoomRenamed,
    TopicChanged,
)
from app.client.features import history
from app.client.features.own_messages import confirm, confirm_doubtful, flush
from app.client.features.quit_reasons import LeaveCause, read_quit
from app.client.handlers import messages, tag_messages
from app.client.handlers.batches import HISTORY
from app.client.handlers.channel_lines import read_kick
from app.client.handlers.modes import is_rank_on_join, mode_setter, parse_mode_line
from app.client.handlers.row import HandlerRow
from app.client.state import multiline
from app.client.state.batch import Batch, BatchLine
from app.client.state.channel_state import BanEntry
from app.client.state.conversation_state import Query, QueryAim
from app.client.state.session_state import SessionState
from app.irc import capabilities as caps
from app.irc.message import Message, Source
from app.irc.text import read_number

# Lines that a server may add to a page and does not count.
CONTEXT = "draft/chathistory-context"
TALK = ("PRIVMSG", "NOTICE")
KINDS = {
    QueryAim.LATEST: PageKind.LATEST,
    QueryAim.MISSED: PageKind.MISSED,
    QueryAim.BETWEEN: PageKind.MISSED,
    QueryAim.OLDER: PageKind.OLDER,
}


@dataclass(slots=True)
class PageContext:
    """A page that is being read: who its people are, when they came, by folded nickname; the last ban."""

    name: str
    people: dict[str, Source]
    last_ban: BanEntry | None = None
    joined_at: dict[str, set[float]] = field(default_factory=dict)


def _page(state: SessionState, name: str) -> PageContext:
    """What is known at its beginning is who is here now."""
    channel = state.channel(name)
    members = channel.members if channel is not None else {}
    people = {key: Source(who.nick, who.user, who.host) for key, who in members.items()}
    joined_at = {key: {who.joined} for key, who in members.items() if who.joined is not None}
    return PageContext(name, people, joined_at=joined_at)


def on_batch(state: SessionState, batch: Batch) -> None:
    """A batch of history is complete: the answer to what is asked, or a page that nobody asked for."""
    query = state.history_queries.current
    if batch.kind != HISTORY:
        if query is not None and query.aim is QueryAim.TARGETS and batch.label == query.label:
            history.on_targets(state, [line.message.param(1) for line in _lines(batch)])
        return
    name = batch.opener.param(2)
    if query is None or not _answers(state, batch, query):
        _tell(state, batch, messages.spelling(state, name), PageKind.LATEST, at_start=False)
        return
    _on_answer(state, batch, query)


def _answers(state: SessionState, batch: Batch, query: Query) -> bool:
    if query.aim is QueryAim.TARGETS or batch.label != query.label:
        return False
    return bool(query.label) or state.fold(query.conversation) == state.fold(batch.opener.param(2))


def on_empty_answer(state: SessionState, label: str) -> None:
    """The answer is that there is nothing."""
    query = state.history_queries.current
    if query is None or query.label != label:
        return
    if query.aim is QueryAim.TARGETS:
        history.on_targets(state, [])
    else:
        kind, reach = KINDS[query.aim], history.reach_of(query, None, None, 0)
        state.emit(HistoryPage(query.conversation, (), kind, at_start=_at_start(query, 0), reach=reach))
        history.on_page(state, query, None, None, 0)


def _on_answer(state: SessionState, batch: Batch, query: Query) -> None:
    lines = _in_order(state, batch)
    count = sum(CONTEXT not in line.message.tags and line.message.command != "REDACT" for line in lines)
    first, last = (_point(lines[0]), _point(lines[-1])) if lines else (None, None)
    reach = history.reach_of(query, first, last, count)
    _tell(state, batch, query.conversation, KINDS[query.aim], at_start=_at_start(query, count), reach=reach)
    history.on_page(state, query, first, last, count)


def _point(line: BatchLine) -> Point:
    return Point(line.time, line.message.tags.get("msgid", ""))


def _at_start(query: Query, count: int) -> bool:
    """Servers may give less than they could: only an empty page is surely the last."""
    return not count and query.after is None


def _lines(batch: Batch) -> Iterator[BatchLine]:
    """The lines of a page in order; a message of several is one."""
    for held in batch.held or ():
        if isinstance(held, BatchLine):
            yield held
        elif held.kind != caps.MULTILINE:
            yield from _lines(held)
        elif (whole := multiline.joined(held)) is not None:
            yield BatchLine(whole, held.time)


def _in_order(state: SessionState, batch: Batch) -> list[BatchLine]:
    """The lines of a page by their times, those of one moment as the server has them, whatever their ids.

    A hub of ours has them in its order, whatever its clock said.
    """
    lines = _lines(batch)
    return list(lines) if state.is_hub else sorted(lines, key=lambda line: line.time)


def _tell(
    state: SessionState, batch: Batch, name: str, kind: PageKind, *, at_start: bool, reach: Reach = NO_REACH
) -> None:
    events: list[Event] = []
    newest: Point | None = None
    now = state.time
    page = _page(state, name)
    lines = _in_order(state, batch)
    for line in lines:
        message, state.time = line.message, line.time
        if message.command in TALK:
            newest = _point(line)
        row = REPLAYED.get(message.command)
        if row is None or len(message.params) < row[0]:
            continue
        is_told = history.key_of(message) in state.history_queries.told_live
        if not is_told and not _confirm_doubtful(state, name, kind, message):
            events += row[1](state, page, message)
    state.time = now
    first = _point(lines[0]) if lines else None
    state.emit(HistoryPage(name, tuple(events), kind, at_start, first, reach))
    if newest is not None:
        state.last_seen.add(name, newest)


def _confirm_doubtful(state: SessionState, name: str, kind: PageKind, message: Message) -> bool:
    """Whether this is an own message whose fate was not known until now."""
    parsed = messages.parse_text(state, message, message.sender.nick) if message.command in TALK else None
    if parsed is None or not parsed.own:
        return False
    return confirm_doubtful(state, name, parsed.text, message.tags, is_missed=kind is PageKind.MISSED)


def _on_talk(state: SessionState, page: PageContext, message: Message) -> list[Event]:
    sender = message.sender
    page.people[state.fold(sender.nick)] = sender
    parsed = messages.parse_text(state, message, sender.nick)
    if parsed is None:
        return []
    return [messages.message_event(state, page.name, parsed, message, sender.nick, replayed=True)]


def _on_tagmsg(state: SessionState, page: PageContext, message: Message) -> list[Event]:
    reacted = tag_messages.reaction_of(state, page.name, message)
    return [] if reacted is None else [reacted]


def _on_redact(state: SessionState, page: PageContext, message: Message) -> list[Event]:
    return [tag_messages.redaction_of(state, page.name, message)]


def _on_join(state: SessionState, page: PageContext, message: Message) -> list[Event]:
    sender = message.sender
    key = state.fold(sender.nick)
    page.people[key] = sender
    # a hub leaves out our latest coming, and an earlier one is in the page: each may have brought a rank
    page.joined_at.setdefault(key, set()).add(state.time)
    if messages.is_own(state, message, sender.nick):
        return []  # we know
    is_extended = len(message.params) > 2
    member = Member(
        nick=sender.nick,
        user=sender.user,
        host=sender.host,
        realname=message.params[2] if is_extended else "",
        account=message.params[1].removeprefix("*") if is_extended else message.tags.get("account", ""),
        joined=state.time,
    )
    return [MemberJoined(page.name, member, state.time, message.msgid)]


def _left(
    state: SessionState, page: PageContext, message: Message, nick: str, how: LeaveCause
) -> list[Event]:
    return [MemberLeft(page.name, nick, how.kind, how.by, how.reason, state.time, message.msgid)]


def _on_part(state: SessionState, page: PageContext, message: Message) -> list[Event]:
    nick = message.sender.nick
    if messages.is_own(state, message, nick):
        return []
    return _left(state, page, message, nick, LeaveCause(LeaveKind.PARTED, "", message.param(1)))


def _on_quit(state: SessionState, page: PageContext, message: Message) -> list[Event]:
    nick = message.sender.nick
    if messages.is_own(state, message, nick):
        return []
    return _left(state, page, message, nick, read_quit(message.param(0)))


def _on_kick(state: SessionState, page: PageContext, message: Message) -> list[Event]:
    nick = message.params[1]
    if state.is_me(nick):
        return []
    who = page.people.get(state.fold(nick))
    return _left(state, page, message, nick, read_kick(state, message, page.last_ban, who))


def _on_nick(state: SessionState, page: PageContext, message: Message) -> list[Event]:
    sender, new = message.sender, message.params[0]
    page.people[state.fold(new)] = replace(sender, nick=new)
    own = state.is_me(sender.nick) or state.is_me(new)
    return [NickChanged(sender.nick, new, own, (page.name,), state.time, message.msgid)]


def _on_topic(state: SessionState, page: PageContext, message: Message) -> list[Event]:
    by = message.sender.nick
    return [TopicChanged(page.name, message.param(1), by, state.time, message.msgid)]


def _on_mode(state: SessionState, page: PageContext, message: Message) -> list[Event]:
    by, giver, now = message.sender.nick, mode_setter(message), state.time
    told = parse_mode_line(state, message)
    events: list[Event] = [
        RankChanged(page.name, change.param or "", change.mode, change.adding, giver, now, msgid)
        for change, msgid in told.ranks
        if not is_rank_on_join(giver, change, page.joined_at.get(state.fold(change.param or ""), ()), now)
    ]
    for change, msgid in told.bans:
        mask = change.param or ""
        if change.adding:
            page.last_ban = BanEntry(mask, giver, now)
        events.append(BanChanged(page.name, mask, change.adding, giver, now, msgid))
    for text, msgid in told.texts:
        events.append(ChannelModesChanged(page.name, "", "", text, by, now, msgid))
    return events


def _on_ack(state: SessionState, message: Message) -> None:
    """A labelled line that is answered by nothing was done; asked for history, there is none."""
    if (number := read_number(state.label)) is not None and confirm(state, number):
        flush(state)
    request = state.labelled_requests.pop(state.label, None)
    if request is not None and request.command == "CHATHISTORY":
        on_empty_answer(state, state.label)


def _on_rename(state: SessionState, _page: PageContext, message: Message) -> list[Event]:
    old, new = message.params[0], message.params[1]
    return [RoomRenamed(old, new, message.sender.nick, message.param(2), state.time, message.msgid)]


Replay = Callable[[SessionState, PageContext, Message], list[Event]]

ROWS = {"ACK": HandlerRow(_on_ack)}
# command in a page -> fewest parameters, and what reads it
REPLAYED: dict[str, tuple[int, Replay]] = {
    "PRIVMSG": (2, _on_talk),
    "NOTICE": (2, _on_talk),
    "JOIN": (1, _on_join),
    "PART": (1, _on_part),
    "QUIT": (0, _on_quit),
    "KICK": (2, _on_kick),
    "NICK": (1, _on_nick),
    "TOPIC": (1, _on_topic),
    "MODE": (2, _on_mode),
    "RENAME": (2, _on_rename),
    "TAGMSG": (1, _on_tagmsg),
    "REDACT": (2, _on_redact),
}
