"""People as two windows see each other: a colour of one's choice, a name that is kept, a card."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLabel

from app.models.timeline_entries import MessageEntry
from app.ui.members.person_card import PersonCard
from tests.journeys.people import Person

MakePerson = Callable[..., Person]


def colour_of(one: Person, text: str) -> str:
    """What the sender of a message is coloured by in somebody's window."""
    timeline = one.room.timeline
    found = (entry for entry in timeline.entries if isinstance(entry, MessageEntry) and entry.text == text)
    return timeline.colour_of(next(found))


def card_of(one: Person) -> PersonCard:
    card = one.window.person_cards.card
    assert card is not None
    return card


def words_of(one: Person) -> set[str]:
    return {label.text() for label in card_of(one).findChildren(QLabel)}


def test_a_colour_is_seen_by_all_and_stays_after_another_name(person: MakePerson) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    bob.enters(f"127.0.0.1:{mara.port}")
    bob.says("hello")
    mara.sees("bob: hello")
    assert colour_of(mara, "hello") == "bob"
    told = "#223496"
    bob.window.own.colour_requested.emit(told)
    for one in (mara, bob):
        one.until(lambda one=one: colour_of(one, "hello") == told)
    assert bob.program.settings.colour == told

    bob.says("/nick Robert")
    mara.sees_people("Mara", "Robert")
    bob.says("still me")
    mara.sees("Robert: still me")
    assert colour_of(mara, "still me") == colour_of(mara, "hello") == told
    assert bob.program.settings.name == "Robert", "also by the command"

    bob.window.own.colour_requested.emit("")
    mara.until(lambda: colour_of(mara, "hello") == "bob")
    assert colour_of(mara, "still me") == "bob", "the account counts, not the name of now"


def test_who_somebody_is_is_told_on_a_card(person: MakePerson) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    bob.enters(f"127.0.0.1:{mara.port}")
    mara.sees_people("Mara", "bob")
    mara.says("/whois bob")
    mara.until(lambda: mara.window.person_cards.card)
    mara.until(lambda: "Account bob" in words_of(mara))
    assert any(words.startswith("Here since ") for words in words_of(mara))
    card_of(mara).dismiss()
    mara.says("/whois nobody")
    mara.until(mara.notice)
    assert mara.window.person_cards.card is None
