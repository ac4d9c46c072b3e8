"""Walks through what moderators and the host do about people: menus, questions, what was done, the list."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from PySide6.QtWidgets import QWidget

from app.client import events as ev
from app.client.wishes import Kick, SetRank
from app.irc.ban_lines import BanNotice
from app.models.ignored_people import IgnoredPerson
from app.models.room import RoomKind
from app.models.timeline_entries import EventEntry
from app.ui.action import fill_menu
from app.ui.hosting.ban_section import SHOWN, ban_rows
from app.ui.members.member_actions import MEMBER_ACTIONS, MemberContext
from app.ui.widgets.menu import Menu
from app.ui.widgets.question_dialog import QuestionDialog
from app.ui.window import questions
from app.ui.window.bans_sheet import BansSheet
from app.ui.window.ignored_sheet import IgnoredRow, IgnoredSheet
from app.ui.window.questions import CONFIRM
from app.words import moderation_words
from app.words.failure_words import OF_HUBS, refusal_words, request_words
from tests.ui.test_plain_text import Everything
from tests.ui.timeline_world import NOON
from tests.ui.window_world import FakeConnection, make_room
from tests.words.pseudo_language import OTHERS, Walk
from tests.words.walk_windows import all_shown, shown_by


def menu_of_who_mutes(everything: Everything) -> Iterator[str]:
    for mutes in ((), ("~m:x!*@*",)):
        who = (ev.Member(OTHERS), OTHERS, False, True, True)
        at = MemberContext(*who, print, print, can_mute=True, mutes=mutes)
        menu = Menu(everything.theme)
        fill_menu(menu, everything.theme, MEMBER_ACTIONS, at)
        yield from (action.text() for action in menu.actions())


def questions_of_moderation(everything: Everything) -> Iterator[str]:
    for question in (
        questions.ban_question(OTHERS, OTHERS, of_hub=True),
        questions.mute_question(OTHERS, OTHERS),
    ):
        dialog = QuestionDialog(everything.theme, question, everything.window)
        for widget in dialog.findChildren(QWidget):
            yield from shown_by(widget)
        dialog.answer("cancel")


def what_was_done(everything: Everything) -> Iterator[str]:
    """Each is said when it was done, with its way back."""
    room, window = everything.world.rooms.rooms[0], everything.window
    window.people.take(room, Kick(room.target, "bob"))
    assert window.asker.dialog is not None
    window.asker.dialog.answer(CONFIRM)
    kicked = ev.LeaveKind.KICKED
    left = ev.MemberLeft(room.target, "bob", kicked, OTHERS, "", NOON)
    room.noticed.emit(room, [EventEntry(left, NOON)])
    yield from all_shown()
    for given in (True, False):
        window.people.take(room, SetRank(room.target, "bob", "o", given))
        changed = ev.RankChanged(room.target, "bob", "o", given, OTHERS, NOON)
        room.noticed.emit(room, [EventEntry(changed, NOON)])
        yield from all_shown()
    for seconds in (0, 60, 600):
        window.people.say_muted(room, OTHERS, seconds, "x!*@*")
        yield from all_shown()
    for covers in ("ach", "n"):
        window.people.say_banned(room, BanNotice("abcd", OTHERS, OTHERS, OTHERS, NOON, covers))
        yield from all_shown()
    window.people.say_lifted(BanNotice("abcd", OTHERS, OTHERS, OTHERS, NOON, "a"))
    yield from all_shown()


def the_list_of_the_host(everything: Everything) -> Iterator[str]:
    room = everything.world.rooms.rooms[0]
    panel = everything.window.page.host_panel
    masks = ((f"{OTHERS}!*@*", OTHERS, NOON), (f"~m:{OTHERS}!*@*", OTHERS, NOON), ("~m:y!*@*", "", NOON))
    before = room.bans
    panel.bans.button.setChecked(True)
    for bans, covers in product((masks[:1], masks[1:2], masks), ("ach", "ac", "n")):
        room.set_bans(bans)
        notices = (BanNotice("abcd", OTHERS, OTHERS, OTHERS, NOON, covers, OTHERS),)
        for listed in (notices, ()):
            room.connection.moderation.set_bans(listed)
            rows = tuple(ban_rows(room))
            yield from (text for row in rows for text in (row.name, row.tip))
            panel.bans.show_rows(rows)
            for widget in (panel.bans.button, *panel.bans.box.findChildren(type(panel.bans.button))):
                yield from shown_by(widget)
    room.connection.moderation.set_bans(())
    room.set_bans(before)
    panel.bans.button.setChecked(False)


def the_list_of_moderators(everything: Everything) -> Iterator[str]:
    room = everything.world.rooms.rooms[0]
    before = room.bans
    masks = tuple((f"{OTHERS}{number}!*@*", OTHERS, NOON) for number in range(SHOWN + 1))
    for bans in ((), masks):
        room.set_bans(bans)
        sheet = BansSheet(everything.theme, everything.window, room)
        for widget in (sheet.card, *sheet.findChildren(QWidget)):
            yield from shown_by(widget)
        sheet.dismiss()
    room.set_bans(before)


def a_ban_that_is_lifted(_everything: Everything) -> Iterator[str]:
    yield moderation_words.MAY_COME_BACK()


def whom_one_ignores(everything: Everything) -> Iterator[str]:
    rows = [IgnoredRow("hub:aa", IgnoredPerson(OTHERS, name=OTHERS), OTHERS)]
    for shown in (rows, []):
        sheet = IgnoredSheet(everything.theme, everything.window, shown)
        for widget in (sheet.card, *sheet.findChildren(QWidget)):
            yield from shown_by(widget)
        sheet.dismiss()
    for said in (moderation_words.IS_IGNORED, moderation_words.IS_HEARD_AGAIN):
        yield said(name=OTHERS)
    yield moderation_words.IGNORED_NOT_READ(why=OTHERS)
    yield moderation_words.IGNORED_NOT_KEPT(why=OTHERS)
    yield moderation_words.IGNORED_DAMAGED(path=OTHERS)
    who = (ev.Member(OTHERS), OTHERS, False, True, True)
    at = MemberContext(*who, print, print, ignored=IgnoredPerson(OTHERS))
    menu = Menu(everything.theme)
    fill_menu(menu, everything.theme, MEMBER_ACTIONS, at)
    yield from (action.text() for action in menu.actions())


def private_talk_on_a_hub(everything: Everything) -> Iterator[str]:
    connection = FakeConnection()
    connection.is_hub = True
    talk = make_room("bob", RoomKind.PRIVATE, connection, ())
    rooms = everything.world.rooms
    rooms.add(talk)
    everything.window.show_room(talk)
    yield from all_shown()
    rooms.remove([talk])


def refusals_of_a_hub(_everything: Everything) -> Iterator[str]:
    yield from (refusal_words(text) for text in OF_HUBS)
    numerics = ("401", "403", "435", "441", "442", "443", "478", "481", "482")
    codes = ("NO_SUCH_PERSON", "NO_SUCH_BAN", "LIST_FULL", "UNKNOWN_SUBCOMMAND")
    yield from (request_words(code, OTHERS) for code in (*numerics, *codes))


WALKS: tuple[Walk, ...] = (
    private_talk_on_a_hub,
    refusals_of_a_hub,
    whom_one_ignores,
    menu_of_who_mutes,
    questions_of_moderation,
    what_was_done,
    the_list_of_the_host,
    the_list_of_moderators,
    a_ban_that_is_lifted,
)
