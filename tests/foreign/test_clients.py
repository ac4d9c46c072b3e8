"""irssi and WeeChat on our hub, beside a window of ours."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.client.wishes import Invite, MakeRoom, SetTopic
from app.ui.members.member_actions import MemberAction
from tests.foreign.programs import Terminal
from tests.journeys.people import Person

pytestmark = pytest.mark.foreign


@pytest.mark.parametrize("program", ["irssi", "weechat"])
def test_a_foreign_client_lands_in_the_room_and_talks_with_the_window(
    program: str, person: Callable[[str], Person], terminal: Callable[[str, int, str], Terminal]
) -> None:
    mara = person("Mara")
    mara.hosts("Robotics club")
    mara.window.wished.emit(mara.room, SetTopic(mara.room.target, "Qualifier on Saturday"))
    mara.until(lambda: mara.room.topic)
    irene = terminal(program, mara.port, "irene")
    mara.sees("irene joined")
    mara.sees_people("Mara", "irene")
    irene.enters("#robotics-club", "Qualifier on Saturday", "Mara")

    irene.type("hello from another program")
    mara.sees("irene: hello from another program")
    mara.says("welcome, irene")
    irene.sees("welcome, irene")
    irene.type("/me waves")
    mara.sees("* irene waves")

    mara.window.wished.emit(mara.room, SetTopic(mara.room.target, "Bring chargers"))
    irene.sees("Bring chargers")
    irene.type("/nick ira")
    mara.sees("irene is now called ira")

    mara.acts_on("ira", MemberAction.REMOVE)
    mara.answers("confirm", "short break")
    mara.sees("ira was removed by Mara — short break")
    irene.sees("short break")
    mara.sees_people("Mara")


@pytest.mark.parametrize("program", ["irssi", "weechat"])
def test_a_foreign_client_that_quits_is_seen_to_leave(
    program: str, person: Callable[[str], Person], terminal: Callable[[str, int, str], Terminal]
) -> None:
    mara = person("Mara")
    mara.hosts("Robotics club")
    irene = terminal(program, mara.port, "irene")
    mara.sees("irene joined")
    irene.enters("#robotics-club")
    irene.type("/quit see you tomorrow")
    mara.sees("irene left — said goodbye: see you tomorrow")
    mara.sees_people("Mara")


def test_irssi_finds_further_rooms_and_is_asked_into_private_ones(
    person: Callable[[str], Person], terminal: Callable[[str, int, str], Terminal]
) -> None:
    mara = person("Mara")
    mara.hosts("Robotics club")
    irene = terminal("irssi", mara.port, "irene")
    irene.enters("#robotics-club")
    for title, is_private in (("Lunch, at 12", False), ("Birthday of Irene", True)):
        mara.window.wished.emit(mara.room, MakeRoom(title, is_private, "none"))
        mara.until(lambda title=title: mara.room.title == title)  # type: ignore[misc]  # of this turn
    irene.type("/window 1")  # where it shows what the server says
    irene.finds("/list -yes", "#lunch-at-12")
    assert "#birthday" not in irene.screen()
    mara.window.wished.emit(mara.room, Invite(mara.room.target, "irene"))
    irene.sees("#birthday-of-irene")
    irene.type("/join #birthday-of-irene")
    mara.sees("irene joined")
    irene.finds("/window 1", "Whoever joins can read nothing from before")
    irene.type("/window 3")
    irene.type("is that for me?")
    mara.sees("irene: is that for me?")
