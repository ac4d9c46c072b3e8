"""Walks to what is told of people: rows of the list, cards, and the choice of one's own colour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget

from app.client.events import Member, WhoisArrived
from app.models.ignored_people import IgnoredPerson
from app.models.person_facts import person_facts, role_words
from app.models.room_wishes import ShowPerson
from app.ui.composer.message_edit import Offer
from app.ui.members.members_pane import MembersPane
from app.ui.widgets.icon_button import IconButton
from app.ui.window.about_sheet import AboutSheet
from app.ui.window.own_picture_sheet import OwnPictureSheet
from app.words import action_words, people_words
from tests.ui.test_pictures import encoded, halves, png
from tests.ui.test_plain_text import Everything
from tests.ui.timeline_world import NOON
from tests.ui.window_world import FakeConnection, make_room
from tests.words.pseudo_language import OTHERS, Walk
from tests.words.walk_windows import painted, shown_by, told_by

_TOLD = WhoisArrived(OTHERS, OTHERS, OTHERS, OTHERS, OTHERS, "", 15 * 60, NOON - 90_000, OTHERS)


def rows_of_a_moderated_room(everything: Everything) -> Iterator[str]:
    room = make_room(
        people=(Member("mara", ranks="v", away=OTHERS), Member(OTHERS, ranks="v", is_overheard=True))
    )
    room.members.set_own_nick("mara")
    room.set_modes("+m", "")
    yield from told_by(room.members)
    room.connection.ignored.set_people([IgnoredPerson(OTHERS)])
    yield from told_by(room.members)
    yield from (role_words(room, member) for member in room.members.people())
    pane = MembersPane(everything.theme, IconButton(everything.theme, "close", OTHERS))
    pane.set_room(room)
    pane.resize(300, 400)
    yield from painted(pane)
    pane.set_room(None)
    pane.deleteLater()


def facts_of_a_card(_everything: Everything) -> Iterator[str]:
    own = FakeConnection()
    own.is_hub = True
    here = Member(OTHERS, account=OTHERS, joined=NOON, display_name=OTHERS * 2, status=OTHERS, host=OTHERS)
    here = replace(here, is_overheard=True)
    room = make_room(connection=own, people=(Member("mara", ranks="o"), here))
    other = make_room("#b", connection=own, people=(here,))
    other.set_title(OTHERS)
    own.rooms = (room, other)
    before, gone = replace(here, joined=None), Member("bob")
    answers = (None, _TOLD, replace(_TOLD, idle=9_000, away="", account=""))
    for member in (here, before, replace(here, away=""), gone):
        for told in answers:
            yield from (fact.text for fact in person_facts(room, member, told, NOON))


def a_card(everything: Everything) -> Iterator[str]:
    window = everything.window
    room = window.current_room
    assert room is not None
    for nick in (everything.mark, "mara"):
        window.show_person(room, ShowPerson(nick))
        card = window.person_cards.card
        assert card is not None
        for widget in (card, *card.findChildren(QWidget)):
            yield from shown_by(widget)
        yield from painted(card)
        card.dismiss()


def name_and_colour(everything: Everything) -> Iterator[str]:
    everything.window.own.ask_for_name()
    dialog = everything.window.asker.dialog
    assert dialog is not None
    for widget in dialog.findChildren(QWidget):
        yield from shown_by(widget)
    everything.window.asker.withdraw()


def own_picture(everything: Everything) -> Iterator[str]:
    kinds: list[str] = []

    def choose(_parent: object, title: str, _start: str, filters: str) -> tuple[str, str]:
        kinds.extend((title, filters.partition(" (")[0]))
        return "", ""

    sheet = OwnPictureSheet(everything.theme, everything.window, has_picture=True)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(QFileDialog, "getOpenFileName", choose)
        sheet.file.click()
    yield from kinds
    yield from painted(sheet.crop)
    for data in (b"x", png(20_000, 20_000, rows=1), encoded(halves())):
        sheet.take(Offer(data=data))
        while sheet._thread._running:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        for widget in sheet.findChildren(QWidget):
            yield from shown_by(widget)
    sheet.dismiss()
    yield people_words.PICTURE_NOT_SHOWN(room=OTHERS)


def about(everything: Everything) -> Iterator[str]:
    sheet = AboutSheet(everything.theme, everything.window)
    # what the computer says of itself is no sentence
    yield action_words.VERSION(version=OTHERS, qt=OTHERS, python=OTHERS, system=OTHERS)
    for label in sheet.findChildren(QLabel):
        if label.text() != sheet.version:
            yield label.text()
    sheet.dismiss()


WALKS: tuple[Walk, ...] = (
    rows_of_a_moderated_room,
    facts_of_a_card,
    a_card,
    name_and_colour,
    own_picture,
    about,
)
