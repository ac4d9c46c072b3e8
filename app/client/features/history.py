"""Asking a server for what was said before: on entering, after a break, and when somebody scrolls up.

One query at a time, so that a server is never flooded. https://ircv3.net/specs/extensions/chathistory
"""

from __future__ import annotations

from app.client.events import HistoryFailed, HistoryMissing, Point, Reach
from app.client.features import markers
from app.client.features.own_messages import flush
from app.client.state.conversation_state import Query, QueryAim
from app.client.state.session_state import SessionState
from app.client.state.timestamps import write_stamp
from app.irc import capabilities as caps
from app.irc.message import Message

PAGE = 100  # lines: some screens full, and what the common servers give at once
# Of one gap. After this much is left out, the line that says so is more use than more pages: 5,000 lines.
GAP_PAGES = 50
NO_ANSWER_SECONDS = 30.0
# How far two servers' clocks, and what was on its way when a connection broke, may be apart.
CLOCK_TOLERANCE_SECONDS = 10.0
# Private talks that are asked for where nothing is known of an earlier connection.
FIRST_LOOK_BACK = 7 * 86_400.0
PRIVATE_TALKS = 20  # more than that have not moved since yesterday for anybody
# Lines that may come while an answer is under way; a busier room tells some comings and goings twice.
LIVE_LINES = 5_000


def is_offered(state: SessionState) -> bool:
    """Whether the server can be asked. Without batches nobody knows where an answer ends."""
    return caps.CHATHISTORY in state.caps and caps.BATCH in state.caps


def begin(state: SessionState) -> None:
    """The welcome is over: ask which private talks have moved."""
    if is_offered(state):
        heard = state.last_seen.latest_time
        since = heard - CLOCK_TOLERANCE_SECONDS if heard else state.time - FIRST_LOOK_BACK
        query = Query(QueryAim.TARGETS, "", PRIVATE_TALKS, after=Point(since), is_first_look=not heard)
        _put(state, query)


def catch_up(state: SessionState, conversation: str) -> bool:
    """Ask for the end of a conversation, or what was missed of it; returns whether the server can be asked.

    LATEST where nothing is known of it, else what came after the newest message known (CHATHISTORY).
    """
    if not is_offered(state):
        return False
    since = state.last_seen.open_gap(conversation)
    aim = QueryAim.LATEST if since is None else QueryAim.MISSED
    state.history_queries.catching_up.add(state.fold(conversation))
    _put(state, Query(aim, conversation, _limit(state), after=since))
    return True


def ask_older(state: SessionState, conversation: str, before: Point | None, limit: int) -> None:
    """Ask for at most `limit` lines before a message, None for the newest (CHATHISTORY BEFORE, LATEST).

    HistoryPage or HistoryFailed follows.
    """
    if not state.is_registered or not is_offered(state):
        state.emit(HistoryFailed(conversation))
        return
    aim = QueryAim.OLDER if before is not None else QueryAim.LATEST
    _put(state, Query(aim, conversation, min(limit, _limit(state)), before=before))


def _limit(state: SessionState) -> int:
    """The largest page; 0 stands for no limit."""
    return min(PAGE, state.isupport.number("CHATHISTORY", PAGE) or PAGE)


def _put(state: SessionState, query: Query) -> None:
    queries = state.history_queries
    if not queries.has_same(query):
        queries.add(query)
    advance(state)


def advance(state: SessionState) -> None:
    """Send the next query, unless one is not answered yet."""
    queries = state.history_queries
    if queries.current is not None or not state.is_registered:
        return
    if not queries.waiting:
        queries.told_live.clear()
        return
    query = queries.current = queries.take()
    query.asked_at = state.now
    label = state.request_automatically("CHATHISTORY", *_words(state, query))
    if label is None:
        query.by_time = True
        _fail(state, query)
    else:
        query.label = label


def _words(state: SessionState, query: Query) -> tuple[str, ...]:
    limit = str(query.limit)
    name = query.conversation
    if query.aim is QueryAim.TARGETS and query.after is not None:
        until = Point(state.time + CLOCK_TOLERANCE_SECONDS)
        return "TARGETS", write_stamp(until.time), write_stamp(query.after.time), limit
    if query.aim is QueryAim.OLDER and query.before is not None:
        return "BEFORE", name, _before(state, query, query.before), limit
    if query.after is None:
        return "LATEST", name, "*", limit
    if query.before is None:
        return "LATEST", name, _after(state, query, query.after), limit
    return "BETWEEN", name, _after(state, query, query.after), _before(state, query, query.before), limit


def _after(state: SessionState, query: Query, point: Point) -> str:
    if _may_name(state, query, point):
        return f"msgid={point.msgid}"
    return write_stamp(point.time - 1)  # what was said in the same moment is not to be missed; twice is seen


def _before(state: SessionState, query: Query, point: Point) -> str:
    if _may_name(state, query, point):
        return f"msgid={point.msgid}"
    return write_stamp(point.time + 0.001)


def _may_name(state: SessionState, query: Query, point: Point) -> bool:
    """Whether a message may be named by its msgid (MSGREFTYPES; a server that names no types knows both)."""
    types = state.isupport.get("MSGREFTYPES", "msgid").split(",")
    return bool(point.msgid) and not query.by_time and "msgid" in types


# what comes of it


def reach_of(query: Query, first: Point | None, last: Point | None, count: int) -> Reach:
    """What is known of the lines around an answer, which has `count` of them from `first` to `last`.

    `first` and `last` are None for an answer without lines.
    """
    before = query.before.msgid if query.before is not None else ""
    if query.after is None or query.aim not in (QueryAim.MISSED, QueryAim.BETWEEN):
        return Reach(before)
    since = query.after.time
    if first is None or last is None:
        return Reach(before, (since, query.before.time if query.before is not None else since))
    if count < query.limit:
        return Reach(before, (since, query.before.time if query.before is not None else last.time))
    if query.before is None:
        return Reach(before, (first.time, last.time), (since, first.time))
    return Reach(before, (since, last.time))


def on_page(state: SessionState, query: Query, first: Point | None, last: Point | None, count: int) -> None:
    """The page that was asked for is here and told: ask for the rest of the gap, or be done with it.

    `count`: its lines as the server counts them, `first` and `last` the oldest and newest, None for none.
    """
    state.history_queries.current = None
    if query.aim is QueryAim.MISSED and count >= query.limit and first is not None:
        rest = Query(QueryAim.BETWEEN, query.conversation, query.limit, query.after, before=first)
        state.history_queries.add(rest)
    elif query.aim is QueryAim.BETWEEN and count >= query.limit and last is not None and last != query.after:
        _continue(state, query, last)
    elif query.aim in (QueryAim.MISSED, QueryAim.BETWEEN):
        state.last_seen.close_gap(query.conversation)
    _release(state, query)


def _continue(state: SessionState, query: Query, last: Point) -> None:
    """The next page from the oldest on; after too many the rest is left out."""
    if query.pages + 1 < GAP_PAGES:
        rest = Query(
            QueryAim.BETWEEN, query.conversation, query.limit, last, query.before, pages=query.pages + 1
        )
        state.history_queries.add(rest)
    else:
        state.last_seen.close_gap(query.conversation)
        until = query.before.time if query.before else state.time
        state.emit(HistoryMissing(query.conversation, last.time, until))


def _release(state: SessionState, query: Query) -> None:
    """What waited for the gap may go now."""
    state.history_queries.catching_up.discard(state.fold(query.conversation))
    advance(state)
    flush(state)


def on_targets(state: SessionState, conversations: list[str]) -> None:
    """The answer to CHATHISTORY TARGETS: ask for what is new in each private talk, 20 at most."""
    query, state.history_queries.current = state.history_queries.current, None
    since = None if query is None or query.is_first_look else query.after
    for conversation in conversations[:PRIVATE_TALKS]:
        if state.isupport.is_channel(conversation) or state.is_me(conversation):
            continue
        if since is not None and state.last_seen.newest(conversation) is None:
            state.last_seen.add(conversation, since)
        markers.request_marker(state, conversation)
        catch_up(state, conversation)
    advance(state)
    flush(state)


def on_refusal(state: SessionState, label: str) -> None:
    """The server refuses a query, found by its label; a late word about an earlier one changes nothing."""
    query = state.history_queries.current
    if query is not None and label == query.label:
        _fail(state, query)


def _fail(state: SessionState, query: Query) -> None:
    """One that names a message is asked again by the time: the message may be too old."""
    state.history_queries.current = None
    named = any(_may_name(state, query, point) for point in (query.after, query.before) if point)
    if named:
        query.by_time = True
        state.history_queries.add_first(query)
    elif query.aim in (QueryAim.OLDER, QueryAim.LATEST):
        state.emit(HistoryFailed(query.conversation))
    elif query.after is not None and query.aim is not QueryAim.TARGETS:
        state.last_seen.close_gap(query.conversation)
        until = query.before.time if query.before is not None else state.time
        state.emit(HistoryMissing(query.conversation, query.after.time, until))
    _release(state, query)


def tick(state: SessionState) -> None:
    """Give up a query that a living server does not answer."""
    query = state.history_queries.current
    if query is not None and state.now - query.asked_at >= NO_ANSWER_SECONDS:
        query.by_time = True  # asking in another way would wait as long
        _fail(state, query)


def note_live(state: SessionState, message: Message) -> None:
    """A line came while an answer is on its way and is told: the answer may hold it too."""
    told_live = state.history_queries.told_live
    if len(told_live) < LIVE_LINES:
        told_live.add(key_of(message))


def key_of(message: Message) -> str:
    """What tells a line from all others, live and replayed: its msgid, else its time, source and command."""
    msgid = message.tags.get("msgid")
    return msgid or f"{message.tags.get('time')} {message.source} {message.command}"
