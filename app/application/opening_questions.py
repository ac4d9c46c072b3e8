"""What has to be asked before a hosted room opens: pure judgements over its record and this computer.

A question is asked where a room would open otherwise than it was; its answers say how it opens then.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import field, replace

from app.files.file_limits import limits_of
from app.hosted_rooms import HostedRoom
from app.hub.data.config import HubConfig, Newcomers, WebContent
from app.irc.names import channel_from
from app.models.recents import RecentRoom
from app.net.endpoint import Endpoint, is_loopback
from app.ui.widgets.buttons import ButtonKind
from app.ui.widgets.question_dialog import CANCEL, Choice, Question
from app.values import frozen
from app.words import common_words, hosting_words, question_words

# The choice that fills the Host card in and opens nothing.
CARD = "card"
_THIS_COMPUTER = "127.0.0.1"
# What newcomers can read, from the least on.
_READABLE = (Newcomers.NOTHING, Newcomers.HOUR, Newcomers.ALL)


@frozen
class Plan:
    """A room as it would open."""

    config: HubConfig
    endpoints: tuple[Endpoint, ...]
    password: str = field(default="", repr=False)

    @property
    def has_password(self) -> bool:
        return bool(self.password) or self.config.verifier is not None


Decided = Callable[[Plan], Plan]


@frozen
class Doubt:
    """A question, and what each answer makes of the plan; any other answer opens nothing."""

    question: Question
    answers: Mapping[str, Decided]


def plan_of(record: HostedRoom, *, name: str) -> Plan:
    """A room as its record has it; `name` where that does not tell its title."""
    config = HubConfig(
        room_name=record.title or name,
        room=record.channel,
        newcomers=Newcomers(record.newcomers),
        locked=record.locked,
        shown_nearby=record.is_shown_nearby,
        files=limits_of(record.files),
        verifier=record.password,
        web=WebContent(record.found_by_browsers),
        web_plain_password=record.plain_password,
    )
    return Plan(config, tuple(Endpoint(door.host, door.port) for door in record.doors))


def unknown_room(channel: str, newcomers: str) -> HostedRoom:
    """Stands for a record that is not there."""
    unclear = frozenset({"title", "doors", "newcomers", "locked", "password"})
    return HostedRoom(channel=channel, newcomers=newcomers, unclear=unclear)


def channel_of(recent: RecentRoom) -> str:
    """The channel of a room that was hosted, also by an early version, which did not write it down."""
    return recent.room or channel_from(recent.name)


def described(record: HostedRoom | None) -> list[str]:
    """How a room opens again, in short words, what protects it first."""
    if record is None or record.doubtful:
        return [question_words.ASKS_BEFORE_IT_OPENS()]
    words = [common_words.PASSWORD() if record.password is not None else question_words.NO_PASSWORD()]
    if record.locked:
        words.append(question_words.LOCKED())
    if all(is_loopback(door.host) for door in record.doors):
        words.append(question_words.THIS_COMPUTER_ONLY())
    else:
        words += [door.host for door in record.doors if not _is_any(door.host)]
    if not record.is_shown_nearby:
        words.append(question_words.NOT_NEARBY())
    port = record.doors[0].port
    if port is not None:
        words.append(question_words.PORT(port=port))
    if record.newcomers == Newcomers.NOTHING:
        words.append(question_words.READ_NOTHING())
    elif record.newcomers != Newcomers.ALL:
        words.append(question_words.READ_WHAT(what=hosting_words.NEWCOMERS[record.newcomers]()))
    if record.found_by_browsers != WebContent.CHAT:
        found = hosting_words.BROWSERS_FIND[record.found_by_browsers]()
        words.append(question_words.BROWSERS_FIND(what=found))
    elif record.plain_password and record.password is not None:
        words.append(question_words.BROWSERS_WITHOUT_ENCRYPTION())
    return words


def doubt_about_record(record: HostedRoom, plan: Plan) -> Doubt | None:
    """What the record does not tell. A lock is no part of it: the room's history keeps that too."""
    unclear = record.doubtful - {"locked"}
    if not unclear:
        return None
    name = plan.config.room_name
    loses_password = "password" in unclear
    if unclear == {"password"}:
        text = question_words.PASSWORD_NOT_KEPT()
    else:
        text = question_words.PROTECTION_NOT_KEPT()
    what = [question_words.EVERYBODY_CAN_COME_IN()] if loses_password else []
    if "newcomers" in unclear:
        what.append(question_words.CAN_READ(what=hosting_words.NEWCOMERS[plan.config.newcomers.value]()))
    if "doors" in unclear:
        what.append(question_words.OPEN_TO_ALL_NETWORKS())
    text = question_words.AS_IT_WOULD_OPEN(text=text, what=_listed(what))
    title = question_words.OPEN_WITHOUT_PASSWORD if loses_password else question_words.OPEN_ROOM_ASKED
    choices = (
        Choice(CANCEL, common_words.CANCEL()),
        Choice(CARD, question_words.SET_A_PASSWORD() if loses_password else question_words.SET_IT_UP()),
        Choice("open", question_words.OPEN_WITHOUT() if loses_password else common_words.OPEN()),
    )
    return Doubt(Question(title(room=name), text, choices), {"open": lambda plan: plan})


def doubt_about_network(addresses: Collection[str], plan: Plan) -> Doubt | None:
    """Addresses that the room listened on and that this computer, with `addresses`, does not have now."""
    gone = [one for one in plan.endpoints if not _is_there(one.host, addresses)]
    if not gone:
        return None
    rest = tuple(one for one in plan.endpoints if one not in gone)
    choices: tuple[Choice, ...] = (Choice(CANCEL, common_words.CANCEL()),)
    answers: dict[str, Decided]
    if rest:
        choices += (Choice("rest", question_words.OPEN_ON_OTHER_NETWORKS()),)
        answers = {"rest": lambda plan: replace(plan, endpoints=rest)}
    else:
        port = gone[0].port
        choices += (
            Choice("here", question_words.ON_THIS_COMPUTER_ONLY()),
            Choice("all", question_words.OPEN_ON_ALL_NETWORKS()),
        )
        answers = {
            "here": lambda plan: replace(plan, endpoints=(Endpoint(_THIS_COMPUTER, port),)),
            "all": lambda plan: replace(plan, endpoints=(Endpoint("", port),)),
        }
    title = question_words.NETWORK_GONE(room=plan.config.room_name)
    text = question_words.ADDRESS_GONE(address=", ".join(one.host for one in gone))
    return Doubt(Question(title, text, choices), answers)


def doubt_about_port(is_taken: Callable[[Endpoint], bool], plan: Plan) -> Doubt | None:
    """Ports on which another program listens now."""
    taken = [one for one in plan.endpoints if is_taken(one)]
    if not taken:
        return None
    others = tuple(replace(one, port=None) if one in taken else one for one in plan.endpoints)
    question = Question(
        question_words.PORT_TAKEN(port=taken[0].port),
        question_words.PORT_TAKEN_TEXT(port=taken[0].port),
        (Choice(CANCEL, common_words.CANCEL()), Choice("other", question_words.OPEN_ON_ANOTHER_PORT())),
    )
    return Doubt(question, {"other": lambda plan: replace(plan, endpoints=others)})


def doubt_about_weaker(record: HostedRoom | None, plan: Plan) -> Doubt | None:
    """What protected the room the last time, and would not as it was filled in now."""
    if record is None:
        return None
    had = _lost(record, plan)
    if not had:
        return None
    text = question_words.AS_HOSTED_LAST(what=_listed(had))
    choices: tuple[Choice, ...] = (
        Choice(CANCEL, common_words.CANCEL()),
        Choice("now", question_words.OPEN_AS_FILLED_IN()),
    )
    answers: dict[str, Decided] = {"now": lambda plan: plan}
    if not record.doubtful - {"locked"}:
        before = plan_of(record, name=plan.config.room_name)
        choices += (Choice("before", question_words.OPEN_AS_LAST_TIME(), ButtonKind.PRIMARY),)
        answers["before"] = lambda plan: as_last_time(plan, before)
    title = question_words.LESS_PROTECTION(room=plan.config.room_name)
    return Doubt(Question(title, text, choices), answers)


def as_last_time(plan: Plan, before: Plan) -> Plan:
    """`plan` with all that protects the room as it was; what the command line says besides stays."""
    config = replace(
        plan.config,
        newcomers=before.config.newcomers,
        shown_nearby=plan.config.shown_nearby and before.config.shown_nearby,
        verifier=None if plan.password else before.config.verifier,
    )
    return replace(plan, config=config, endpoints=before.endpoints)


def _lost(record: HostedRoom, plan: Plan) -> list[str]:
    """What protected a room and does not in `plan`, in words."""
    had = []
    if not plan.has_password:
        if "password" in record.unclear:
            had.append(question_words.MAY_HAVE_HAD_PASSWORD())
        elif record.password is not None:
            had.append(question_words.HAD_PASSWORD())
    if "doors" not in record.unclear:
        hosts = {door.host for door in record.doors}
        is_open_to_all = any(_is_any(host) for host in hosts)
        now = {one.host for one in plan.endpoints if not is_loopback(one.host)}
        if not is_open_to_all and not now <= hosts:
            only_here = all(is_loopback(host) for host in hosts)
            where = question_words.THIS_COMPUTER() if only_here else ", ".join(sorted(hosts))
            had.append(question_words.WAS_OPEN_TO(where=where))
    if plan.config.shown_nearby and not record.is_shown_nearby:
        had.append(question_words.WAS_NOT_NEARBY())
    if "newcomers" not in record.unclear:
        before = Newcomers(record.newcomers)
        if _READABLE.index(before) < _READABLE.index(plan.config.newcomers):
            had.append(question_words.COULD_READ(what=hosting_words.NEWCOMERS[before.value]()))
    return had


def _listed(sentences: Sequence[str]) -> str:
    """Several sentences as one: "a", "a, and b", "a, b, and c"."""
    *first, last = sentences
    return question_words.AND(first=", ".join(first), last=last) if first else last


def _is_any(host: str) -> bool:
    return host in ("", "0.0.0.0", "::")


def _is_there(host: str, addresses: Collection[str]) -> bool:
    if _is_any(host) or is_loopback(host):
        return True
    try:
        wanted = ipaddress.ip_address(host.partition("%")[0])
        return any(ipaddress.ip_address(one.partition("%")[0]) == wanted for one in addresses)
    except ValueError:
        return False
