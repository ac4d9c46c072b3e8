"""The list of members: order, headings, and what changes do to it."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.client.events import Member
from app.models.ignored_people import IgnoredPeople, IgnoredPerson
from app.models.members import Heading, MembersModel, Rank, rank_of


@pytest.fixture
def model() -> Iterator[MembersModel]:
    made = MembersModel()
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield made
    del tester


def shown(model: MembersModel) -> list[str]:
    rows = [model.row_at(row) for row in range(model.rowCount())]
    return [f"{row.rank.name} {row.count}" if isinstance(row, Heading) else row.nick for row in rows]


def test_people_stand_under_their_rank_by_name(model: MembersModel) -> None:
    model.reset([Member("bob"), Member("Al"), Member("zed", ranks="o"), Member("mara", ranks="qo")])
    assert shown(model) == ["HOST 1", "mara", "MODERATOR 1", "zed", "MEMBER 2", "Al", "bob"]


@pytest.mark.parametrize(
    ("ranks", "rank"),
    [
        ("", Rank.MEMBER),
        ("v", Rank.MEMBER),
        ("o", Rank.MODERATOR),
        ("h", Rank.MODERATOR),
        ("qo", Rank.HOST),
        ("vo", Rank.MODERATOR),
    ],
)
def test_the_highest_rank_decides_the_heading(ranks: str, rank: Rank) -> None:
    assert rank_of(Member("bob", ranks=ranks)) is rank


def test_the_first_and_last_of_a_rank_bring_and_take_its_heading(model: MembersModel) -> None:
    model.put(Member("bob"))
    assert shown(model) == ["MEMBER 1", "bob"]
    model.put(Member("ines", ranks="o"))
    assert shown(model) == ["MODERATOR 1", "ines", "MEMBER 1", "bob"]
    model.remove("bob")
    assert shown(model) == ["MODERATOR 1", "ines"]


def test_a_new_rank_moves_a_person(model: MembersModel) -> None:
    model.reset([Member("al"), Member("bob")])
    model.put(Member("bob", ranks="o"))
    assert shown(model) == ["MODERATOR 1", "bob", "MEMBER 1", "al"]


def test_being_away_changes_the_row_in_place(model: MembersModel) -> None:
    model.reset([Member("al"), Member("bob")])
    changed: list[int] = []
    model.dataChanged.connect(lambda top, _bottom: changed.append(top.row()))
    model.put(Member("bob", away="lunch"))
    assert changed == [model.row_of("bob")]
    assert model.data(model.index(2), Qt.ItemDataRole.AccessibleTextRole) == "bob, away"


def test_a_rename_keeps_the_count_and_the_order(model: MembersModel) -> None:
    model.reset([Member("al"), Member("bob")])
    counts: list[int] = []
    model.count_changed.connect(counts.append)
    model.set_own_nick("bob")
    model.rename("bob", Member("aaron"))
    assert shown(model) == ["MEMBER 2", "aaron", "al"]
    assert (model.own_nick, counts) == ("aaron", [])


def test_this_person_stays_marked_under_another_name(model: MembersModel) -> None:
    model.reset([Member("al"), Member("bob")])
    model.set_own_nick("bob")
    model.rename("bob", Member("aaron"))
    marked = [row for row in range(3) if model.data(model.index(row), MembersModel.SelfRole)]
    assert marked == [model.row_of("aaron")]


def test_somebody_unknown_cannot_be_removed(model: MembersModel) -> None:
    model.reset([Member("al")])
    assert model.remove("nobody") is None
    assert (model.count, model.row_of("nobody")) == (1, -1)


def test_a_screen_reader_hears_name_role_and_you(model: MembersModel) -> None:
    model.reset([Member("mara", ranks="q")])
    model.set_own_nick("mara")
    spoken = [model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert spoken == ["Host, 1", "mara, host, you"]


def test_whom_others_could_overhear_is_said_and_counted(model: MembersModel) -> None:
    model.reset([Member("al", is_overheard=True), Member("bob")])
    row = model.index(model.row_of("al"))
    assert model.data(row, Qt.ItemDataRole.AccessibleTextRole) == "al, in a browser, not encrypted"
    assert model.data(row, Qt.ItemDataRole.ToolTipRole) == "al · in a browser, not encrypted"
    assert model.overheard == 1
    model.put(Member("al"))
    assert model.overheard == 0


def test_any_order_of_changes_ends_in_the_list_that_a_reset_gives(model: MembersModel) -> None:
    dice = random.Random(7)
    known: dict[str, Member] = {}
    for _ in range(400):
        nick = f"n{dice.randrange(30)}"
        if dice.random() < 0.3:
            model.remove(nick)
            known.pop(nick, None)
        else:
            member = Member(nick, ranks=dice.choice(["", "o", "q", "v"]))
            model.put(member)
            known[nick] = member
    fresh = MembersModel()
    fresh.reset(known.values())
    assert shown(model) == shown(fresh)
    assert model.count == len(known)


@pytest.mark.parametrize(
    ("member", "tip"),
    [
        (Member("bob"), "bob"),
        (Member("bob", realname="bob"), "bob"),
        (Member("bob", realname="Robert"), "bob · Robert"),
        (Member("Bob_S", realname="Bob S"), "Bob S · Bob_S"),
        (Member("bob", realname="x", display_name="The Builder"), "The Builder (bob) · bob"),
        (Member("bob", status="At the lake"), "bob · At the lake"),
    ],
)
def test_pointing_at_somebody_tells_all_names_and_their_status(
    model: MembersModel, member: Member, tip: str
) -> None:
    model.reset([member])
    assert model.data(model.index(1), Qt.ItemDataRole.ToolTipRole) == tip


def test_who_is_ignored_is_marked_as_soon_as_they_are() -> None:
    ignored = IgnoredPeople()
    made = MembersModel(ignored=ignored)
    ignored.set_people([IgnoredPerson("eve")])
    made.reset([Member("bob", account="bob"), Member("eve")])
    changed: list[tuple[int, int]] = []
    made.dataChanged.connect(lambda first, last, _roles: changed.append((first.row(), last.row())))

    def marked() -> list[str]:
        rows = [made.index(made.row_of(nick)) for nick in ("bob", "eve")]
        spoken = [
            str(row.data(Qt.ItemDataRole.AccessibleTextRole)) for row in rows if row.data(made.IgnoredRole)
        ]
        assert all(words.endswith(", ignored") for words in spoken)
        return [words.partition(",")[0] for words in spoken]

    assert marked() == ["eve"]
    ignored.set_people([IgnoredPerson("bob", "bob")])
    assert changed == [(0, 2)]
    assert marked() == ["bob"]
