"""What has to be asked before a hosted room opens: pure judgements over its record and this computer.

A question is asked where a room would open otherwise than it was; its answers say how it opens then.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from app.application.words import tr
from app.hosted_rooms import HostedRoom
from app.hub.data.config import HubConfig, Newcomers
from app.net.endpoint import Endpoint, is_loopback
from app.ui.hosting.words import newcomers_words
from app.ui.widgets.buttons import ButtonKind
from app.ui.widgets.question import CANCEL, Choice, Question

# The choice that fills the Host card in and opens nothing.
CARD = "card"
_THIS_COMPUTER = "127.0.0.1"
# What newcomers can read, from the least on.
_READABLE = (Newcomers.NOTHING, Newcomers.HOUR, Newcomers.ALL)


@dataclass(frozen=True, slots=True)
class Plan:
    """A room as it would open."""

    config: HubConfig
    endpoints: tuple[Endpoint, ...]
    password: str = field(default="", repr=False)

    @property
    def has_password(self) -> bool:
        return bool(self.password) or self.config.verifier is not None


Decided = Callable[[Plan], Plan]


@dataclass(frozen=True, slots=True)
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
        verifier=record.password,
    )
    return Plan(config, tuple(Endpoint(door.host, door.port) for door in record.doors))


def unknown_room(channel: str, newcomers: str) -> HostedRoom:
    """Stands for a record that is not there."""
    unclear = frozenset({"title", "doors", "newcomers", "locked", "password"})
    return HostedRoom(channel=channel, newcomers=newcomers, unclear=unclear)


def described(record: HostedRoom | None) -> list[str]:
    """How a room opens again, in short words, what protects it first."""
    if record is None or record.unclear - {"title"}:
        return [tr("Asks before it opens")]
    words = [tr("Password") if record.password is not None else tr("No password")]
    if record.locked:
        words.append(tr("locked"))
    if all(is_loopback(door.host) for door in record.doors):
        words.append(tr("this computer only"))
    else:
        words += [door.host for door in record.doors if not _is_any(door.host)]
    port = record.doors[0].port
    if port is not None:
        words.append(tr("port {port}").format(port=port))
    if record.newcomers == Newcomers.NOTHING:
        words.append(tr("newcomers read nothing"))
    elif record.newcomers != Newcomers.ALL:
        words.append(tr("newcomers read {what}").format(what=newcomers_words(record.newcomers)))
    return words


def doubt_about_record(record: HostedRoom, plan: Plan) -> Doubt | None:
    """What the record does not tell. A lock is no part of it: the room's history keeps that too."""
    unclear = record.unclear - {"title", "locked"}
    if not unclear:
        return None
    name = plan.config.room_name
    loses_password = "password" in unclear
    if unclear == {"password"}:
        text = tr("The password of this room is not kept on this computer any more.")
    else:
        text = tr("How this room was protected is not kept on this computer.")
    what = [tr("everybody who can reach this computer can come in")] if loses_password else []
    if "newcomers" in unclear:
        what.append(tr("newcomers can read {what}").format(what=newcomers_words(plan.config.newcomers.value)))
    if "doors" in unclear:
        what.append(tr("it is open to all networks"))
    text = tr("{text} As it would open now: {what}.").format(text=text, what=", ".join(what))
    title = tr("Open “{room}” without a password?") if loses_password else tr("Open “{room}”?")
    choices = (
        Choice(CANCEL, tr("Cancel")),
        Choice(CARD, tr("Set a password…") if loses_password else tr("Set it up…")),
        Choice("open", tr("Open without") if loses_password else tr("Open")),
    )
    return Doubt(Question(title.format(room=name), text, choices), {"open": lambda plan: plan})


def doubt_about_network(addresses: Collection[str], plan: Plan) -> Doubt | None:
    """Addresses that the room listened on and that this computer, with `addresses`, does not have now."""
    gone = [one for one in plan.endpoints if not _is_there(one.host, addresses)]
    if not gone:
        return None
    rest = tuple(one for one in plan.endpoints if one not in gone)
    text = tr("This room was open to people at {address} only, and this computer has no such address now.")
    choices: tuple[Choice, ...] = (Choice(CANCEL, tr("Cancel")),)
    answers: dict[str, Decided]
    if rest:
        choices += (Choice("rest", tr("Open on the other networks")),)
        answers = {"rest": lambda plan: replace(plan, endpoints=rest)}
    else:
        port = gone[0].port
        choices += (
            Choice("here", tr("On this computer only")),
            Choice("all", tr("Open on all networks")),
        )
        answers = {
            "here": lambda plan: replace(plan, endpoints=(Endpoint(_THIS_COMPUTER, port),)),
            "all": lambda plan: replace(plan, endpoints=(Endpoint("", port),)),
        }
    title = tr("The network of “{room}” is gone").format(room=plan.config.room_name)
    words = ", ".join(one.host for one in gone)
    return Doubt(Question(title, text.format(address=words), choices), answers)


def doubt_about_port(is_taken: Callable[[Endpoint], bool], plan: Plan) -> Doubt | None:
    """Ports on which another program listens now."""
    taken = [one for one in plan.endpoints if is_taken(one)]
    if not taken:
        return None
    text = tr(
        "Another program on this computer uses port {port}. On another port, the addresses and links that "
        "you have given out do not lead here."
    )
    others = tuple(replace(one, port=None) if one in taken else one for one in plan.endpoints)
    question = Question(
        tr("Port {port} is taken").format(port=taken[0].port),
        text.format(port=taken[0].port),
        (Choice(CANCEL, tr("Cancel")), Choice("other", tr("Open on another port"))),
    )
    return Doubt(question, {"other": lambda plan: replace(plan, endpoints=others)})


def doubt_about_weaker(record: HostedRoom | None, plan: Plan) -> Doubt | None:
    """What protected the room the last time, and would not as it was filled in now."""
    if record is None:
        return None
    had = _lost(record, plan)
    if not had:
        return None
    text = tr("When you hosted this room last, {what}.").format(what=", ".join(had))
    choices: tuple[Choice, ...] = (Choice(CANCEL, tr("Cancel")), Choice("now", tr("Open as filled in")))
    answers: dict[str, Decided] = {"now": lambda plan: plan}
    if not record.unclear - {"title", "locked"}:
        before = plan_of(record, name=plan.config.room_name)
        choices += (Choice("before", tr("Open as last time"), ButtonKind.PRIMARY),)
        answers["before"] = lambda plan: as_last_time(plan, before)
    title = tr("Open “{room}” with less protection?").format(room=plan.config.room_name)
    return Doubt(Question(title, text, choices), answers)


def as_last_time(plan: Plan, before: Plan) -> Plan:
    """`plan` with all that protects the room as it was; what the command line says besides stays."""
    config = replace(
        plan.config,
        newcomers=before.config.newcomers,
        verifier=None if plan.password else before.config.verifier,
    )
    return replace(plan, config=config, endpoints=before.endpoints)


def _lost(record: HostedRoom, plan: Plan) -> list[str]:
    """What protected a room and does not in `plan`, in words."""
    had = []
    if not plan.has_password:
        if "password" in record.unclear:
            had.append(tr("it may have had a password, which is not kept"))
        elif record.password is not None:
            had.append(tr("it had a password"))
    if "doors" not in record.unclear:
        hosts = {door.host for door in record.doors}
        is_open_to_all = any(_is_any(host) for host in hosts)
        now = {one.host for one in plan.endpoints if not is_loopback(one.host)}
        if not is_open_to_all and not now <= hosts:
            only_here = all(is_loopback(host) for host in hosts)
            where = tr("this computer") if only_here else ", ".join(sorted(hosts))
            had.append(tr("it was open to {where} only").format(where=where))
    if "newcomers" not in record.unclear:
        before = Newcomers(record.newcomers)
        if _READABLE.index(before) < _READABLE.index(plan.config.newcomers):
            had.append(tr("newcomers could read {what}").format(what=newcomers_words(before.value)))
    return had


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
