"""Everybody keeps their colour: after a new nickname, in old messages, and the one that they chose."""

from __future__ import annotations

import pytest

from app.client.events import Member
from app.models import person_colours
from app.models.ignored_people import IgnoredPeople, IgnoredPerson
from app.models.person_colours import PersonColours, chosen_colour


@pytest.mark.parametrize(
    ("told", "colour"),
    [
        ("#A82E57", "#a82e57"),
        (" #a82e57 ", "#a82e57"),
        ("", ""),
        ("a82e57", ""),
        ("#a82", ""),
        ("#a82e5700", ""),
        ("red", ""),
        ("#a82e5g", ""),
        ("#a82e57\n", "#a82e57"),
        ("url(x)", ""),
    ],
)
def test_only_a_plain_colour_is_taken_from_others(told: str, colour: str) -> None:
    assert chosen_colour(told) == colour


def test_an_account_counts_before_the_nickname() -> None:
    colours = PersonColours()
    assert colours.colour_of("bob") == "bob"
    assert colours.colour_of("bob", "robert") == "robert"
    colours.note([Member("Bob", account="robert")])
    assert colours.colour_of("bob") == "robert", "what was said before the account was known, too"


def test_a_new_nickname_changes_no_colour() -> None:
    colours = PersonColours()
    colours.rename("bob", "rob")
    colours.rename("rob", "robert")
    assert [colours.colour_of(nick) for nick in ("bob", "rob", "ROBERT")] == ["bob"] * 3
    colours.note([Member("ines", account="ines")])
    colours.rename("ines", "nesi")
    assert colours.colour_of("nesi") == colours.colour_of("ines") == "ines"


def test_a_chosen_colour_counts_before_all() -> None:
    colours = PersonColours()
    colours.note([Member("bob", color="#A82E57")])
    assert colours.colour_of("bob") == colours.chosen_by("bob") == "#a82e57"
    colours.rename("bob", "rob")
    assert colours.colour_of("rob") == "#a82e57"
    colours.note([Member("rob", color="nonsense")])
    assert colours.colour_of("rob") == "bob"
    assert colours.chosen_by("rob") == ""


def test_who_is_not_here_has_the_colour_of_then() -> None:
    colours = PersonColours()
    assert colours.colour_of("bob", "robert", "#a82e57") == "#a82e57"
    colours.note([Member("bob", account="robert")])
    assert colours.colour_of("bob", "robert", "#a82e57") == "robert", "they are here and have none any more"


def test_a_change_is_told_once_and_only_where_there_is_one() -> None:
    colours, told = PersonColours(), []
    colours.changed.connect(lambda: told.append(1))
    colours.note([Member("bob"), Member("ines", account="ines")])
    colours.rename("bob", "rob")
    assert told == []
    colours.note([Member("rob", color="#a82e57"), Member("ines", color="#223496"), Member("yuki")])
    assert told == [1]
    colours.note([Member("rob", color="#a82e57")])
    assert told == [1]


def test_what_is_known_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(person_colours, "PEOPLE", 3)
    colours = PersonColours()
    for number in range(5):
        colours.rename("old", f"n{number}")
    assert [colours.colour_of(f"n{number}") for number in range(5)] == ["n0", "n1", "old", "old", "old"]


ONE, TWO = "A" * 22, "B" * 22


def link(file_id: str, host: str = "192.168.1.24:7667") -> str:
    return f"http://{host}/f/{file_id}/avatar.jpg"


@pytest.mark.parametrize(
    ("told", "picture"),
    [
        (link(ONE), ONE),
        (link(ONE, "elsewhere.example"), ONE),  # of which our hub is asked, and nobody else
        (f"HTTPS://[::1]:7667/f/{ONE}", ONE),
        ("https://elsewhere.example/face.png", ""),
        (f"https://elsewhere.example/x/f/{ONE}/face.png", ""),
        (f"https://elsewhere.example/?/f/{ONE}/face.png", ""),
        (f"file:///f/{ONE}/face.png", ""),
        (f"/f/{ONE}/face.png", ""),
        (link(ONE + "x"), ""),
        (link("../../../../../../etc"), ""),
        ("", ""),
    ],
)
def test_only_a_file_of_a_hub_is_a_picture(told: str, picture: str) -> None:
    colours = PersonColours()
    colours.note([Member("bob", avatar=told)])
    assert colours.picture_of("BOB") == picture
    assert colours.is_shown(ONE) is bool(picture)


def test_a_picture_follows_its_person_and_goes_with_them() -> None:
    colours, told = PersonColours(), []
    colours.changed.connect(lambda: told.append(1))
    colours.note([Member("bob", avatar=link(ONE)), Member("ines", account="ines", avatar=link(ONE))])
    assert told == [1]
    colours.rename("bob", "rob")
    assert colours.picture_of("rob") == ONE
    assert colours.picture_of("i", "ines") == ONE, "in what was said under another nickname"
    colours.forget("rob")
    colours.forget("nobody")
    assert (colours.picture_of("rob"), colours.is_shown(ONE), told) == ("", True, [1, 1])
    colours.note([Member("ines", account="ines", avatar=link(TWO))])
    assert (colours.is_shown(ONE), colours.is_shown(TWO)) == (False, True)
    colours.note([Member("ines", account="ines")])
    assert (colours.is_shown(TWO), told) == (False, [1] * 4)


def test_who_is_ignored_shows_no_picture() -> None:
    ignored = IgnoredPeople()
    colours, told = PersonColours(ignored=ignored), []
    ignored.add(IgnoredPerson("ines"))
    colours.note([Member("bob", avatar=link(ONE))])
    colours.changed.connect(lambda: told.append(1))
    ignored.add(IgnoredPerson("bob"))
    assert (colours.picture_of("bob"), told) == ("", [1])
    ignored.remove(IgnoredPerson("bob"))
    assert (colours.picture_of("bob"), told) == (ONE, [1, 1])


def test_as_many_pictures_are_known_as_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(person_colours, "PEOPLE", 2)
    colours = PersonColours()
    for nick in ("a", "b", "c"):
        colours.note([Member(nick, avatar=link(nick * 22))])
    assert [colours.picture_of(nick) for nick in ("a", "b", "c")] == ["", "b" * 22, "c" * 22]
    assert not colours.is_shown("a" * 22)
