"""What is asked before a hosted room opens: all that would be otherwise than it was, and nothing else."""

from __future__ import annotations

import socket
from dataclasses import replace

import pytest

from app.application.opening_questions import (
    Doubt,
    Plan,
    described,
    doubt_about_network,
    doubt_about_port,
    doubt_about_record,
    doubt_about_weaker,
    plan_of,
    unknown_room,
)
from app.hosted_rooms import EndpointRecord, HostedRoom
from app.hub.data.config import HubConfig, Newcomers, PasswordVerifier
from app.net.endpoint import Endpoint, is_taken
from app.ui.widgets.question_dialog import CANCEL

VERIFIER = PasswordVerifier(bytes(16), 2**15, 8, 1, bytes(32))
ROOM = HostedRoom(
    channel="#root-s-room",
    title="Root’s room",
    doors=(EndpointRecord("192.168.1.4", 7100),),
    newcomers="1h",
    locked=True,
    password=VERIFIER,
)
PLAIN: dict[str, object] = {"doors": (EndpointRecord(),), "newcomers": "all"}
CARD = Plan(HubConfig(room_name="Root’s room", newcomers=Newcomers.HOUR), (Endpoint("192.168.1.4", 6667),))


def choices(doubt: Doubt | None) -> list[str]:
    assert doubt is not None
    assert doubt.question.choices[0].id == CANCEL  # which has the focus
    assert set(doubt.answers) <= {choice.id for choice in doubt.question.choices}
    return [choice.id for choice in doubt.question.choices[1:]]


def answered(doubt: Doubt | None, choice: str, plan: Plan) -> Plan:
    assert doubt is not None
    return doubt.answers[choice](plan)


def test_a_record_is_opened_as_it_is() -> None:
    plan = plan_of(ROOM, name="x")
    config = plan.config
    assert (config.room_name, config.room, config.locked) == ("Root’s room", "#root-s-room", True)
    assert (config.newcomers, config.verifier) == (Newcomers.HOUR, VERIFIER)
    assert plan.endpoints == (Endpoint("192.168.1.4", 7100),)
    assert doubt_about_record(ROOM, plan) is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Password · locked · 192.168.1.4 · port 7100 · newcomers read the last hour"),
        (
            {"password": None, "locked": False},
            "No password · 192.168.1.4 · port 7100 · newcomers read the last hour",
        ),
        ({"doors": (EndpointRecord("", 6667),), "newcomers": "all"}, "Password · locked · port 6667"),
        (
            {"doors": (EndpointRecord("::1", 7100), EndpointRecord("127.0.0.1", 7101)), "newcomers": "none"},
            "Password · locked · this computer only · port 7100 · newcomers read nothing",
        ),
        ({"doors": (EndpointRecord("", None),), "newcomers": "all"}, "Password · locked"),
        (
            {"doors": (EndpointRecord(),), "newcomers": "all", "nearby": False},
            "Password · locked · not shown under Nearby",
        ),
        ({**PLAIN, "web": "page"}, "Password · locked · browsers see how to join"),
        ({**PLAIN, "web": "none", "plain_password": True}, "Password · locked · browsers find nothing"),
        ({**PLAIN, "plain_password": True}, "Password · locked · browsers join without encryption"),
        ({**PLAIN, "plain_password": True, "password": None}, "No password · locked"),
        ({"unclear": frozenset({"password"})}, "Asks before it opens"),
        (
            {"unclear": frozenset({"title"}), "newcomers": "all"},
            "Password · locked · 192.168.1.4 · port 7100",
        ),
    ],
)
def test_short_words_tell_how_it_opens(changes: dict[str, object], words: str) -> None:
    assert " · ".join(described(replace(ROOM, **changes))) == words  # type: ignore[arg-type]  # of a table


def test_without_a_record_it_says_so() -> None:
    assert described(None) == ["Asks before it opens"]


@pytest.mark.parametrize(
    ("unclear", "words", "ids"),
    [
        ({"password"}, "The password of this room is not kept on this computer any more.", ["card", "open"]),
        ({"doors"}, "it is open to all networks", ["card", "open"]),
        (
            {"password", "doors", "newcomers"},
            "can come in, newcomers can read the last hour, and it is open to all networks.",
            ["card", "open"],
        ),
        ({"newcomers", "locked"}, "newcomers can read the last hour", ["card", "open"]),
    ],
)
def test_what_a_record_does_not_tell_is_asked(unclear: set[str], words: str, ids: list[str]) -> None:
    record = replace(ROOM, unclear=frozenset(unclear))
    doubt = doubt_about_record(record, plan_of(record, name="x"))
    assert choices(doubt) == ids
    assert doubt is not None
    assert words in doubt.question.text
    assert ("without a password" in doubt.question.title) is ("password" in unclear)


@pytest.mark.parametrize("unclear", ["locked", "title"])
def test_what_the_history_keeps_too_is_not_asked(unclear: str) -> None:
    record = replace(ROOM, unclear=frozenset({unclear}))
    assert doubt_about_record(record, plan_of(record, name="x")) is None


def test_of_an_unknown_room_everything_is_told() -> None:
    record = unknown_room("#club", "1h")
    plan = plan_of(record, name="Club")
    doubt = doubt_about_record(record, plan)
    assert doubt is not None
    assert plan.config.room_name == "Club"
    for words in (
        "everybody who can reach this computer",
        "newcomers can read the last hour",
        "all networks",
    ):
        assert words in doubt.question.text


class TestNetwork:
    @pytest.mark.parametrize("host", ["", "0.0.0.0", "::", "127.0.0.1", "127.0.0.9", "::1", "fe80::1%eth0"])
    def test_one_that_is_there_is_not_asked_about(self, host: str) -> None:
        plan = replace(CARD, endpoints=(Endpoint(host, 7100),))
        assert doubt_about_network(["10.0.0.4", "fe80::1%eth0"], plan) is None

    def test_one_that_is_gone_is_replaced_by_none_or_all(self) -> None:
        doubt = doubt_about_network(["10.0.0.4"], CARD)
        assert choices(doubt) == ["here", "all"]
        assert answered(doubt, "here", CARD).endpoints == (Endpoint("127.0.0.1", 6667),)
        assert answered(doubt, "all", CARD).endpoints == (Endpoint("", 6667),)

    def test_the_others_stay(self) -> None:
        plan = replace(CARD, endpoints=(Endpoint("10.0.0.4", 1), Endpoint("192.168.1.4", 2)))
        doubt = doubt_about_network(["10.0.0.4"], plan)
        assert choices(doubt) == ["rest"]
        assert answered(doubt, "rest", plan).endpoints == (Endpoint("10.0.0.4", 1),)


class TestPort:
    def test_a_free_one_is_not_asked_about(self) -> None:
        assert doubt_about_port(lambda _endpoint: False, CARD) is None

    def test_only_what_is_taken_moves(self) -> None:
        plan = replace(CARD, endpoints=(Endpoint("", 1), Endpoint("::1", 2)))
        doubt = doubt_about_port(lambda one: one.port == 2, plan)
        assert choices(doubt) == ["other"]
        assert answered(doubt, "other", plan).endpoints == (Endpoint("", 1), Endpoint("::1", None))

    @pytest.mark.parametrize("host", ["", "127.0.0.1"])
    def test_a_listening_program_is_seen(self, host: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            assert is_taken(Endpoint(host, port))
        assert not is_taken(Endpoint(host, port))
        assert not is_taken(Endpoint(host, None))
        assert not is_taken(Endpoint("192.0.2.7", port))  # of which the network's own question tells


class TestWeaker:
    def test_nothing_is_asked_where_it_is_as_well_protected(self) -> None:
        plan = replace(CARD, password="another")
        assert doubt_about_weaker(ROOM, plan) is None
        assert doubt_about_weaker(None, plan) is None
        assert doubt_about_weaker(replace(ROOM, newcomers="all", doors=(EndpointRecord(),)), plan) is None
        here = replace(plan, endpoints=(Endpoint("::1", 5), Endpoint("127.0.0.1", 5)))
        assert doubt_about_weaker(ROOM, here) is None

    @pytest.mark.parametrize(
        ("plan", "words"),
        [
            (CARD, "it had a password"),
            (replace(CARD, password="x", endpoints=(Endpoint(),)), "open to 192.168.1.4 only"),
            (
                replace(CARD, password="x", config=replace(CARD.config, newcomers=Newcomers.ALL)),
                "newcomers could read the last hour",
            ),
        ],
    )
    def test_what_would_be_lost_is_told(self, plan: Plan, words: str) -> None:
        doubt = doubt_about_weaker(ROOM, plan)
        assert choices(doubt) == ["now", "before"]
        assert doubt is not None
        assert words in doubt.question.text
        assert answered(doubt, "now", plan) is plan
        kept = answered(doubt, "before", plan)
        assert kept.endpoints == (Endpoint("192.168.1.4", 7100),)
        assert kept.config.newcomers is Newcomers.HOUR
        assert (kept.config.verifier, kept.password) == ((None, "x") if plan.password else (VERIFIER, ""))

    def test_a_room_that_was_not_told_of_nearby_is_asked_about(self) -> None:
        hidden = replace(ROOM, password=None, nearby=False)
        doubt = doubt_about_weaker(hidden, CARD)
        assert doubt is not None
        assert "not shown under Nearby" in doubt.question.text
        assert answered(doubt, "now", CARD).config.shown_nearby
        assert not answered(doubt, "before", CARD).config.shown_nearby
        silent = replace(CARD, config=replace(CARD.config, shown_nearby=False))
        assert doubt_about_weaker(hidden, silent) is None

    def test_a_password_that_is_not_kept_is_told_and_cannot_come_back(self) -> None:
        record = replace(ROOM, password=None, unclear=frozenset({"password"}))
        assert choices(doubt_about_weaker(record, CARD)) == ["now"]
