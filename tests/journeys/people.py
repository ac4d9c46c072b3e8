"""People with a whole program each: real windows, real sockets on loopback, profiles of their own."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.launch_options import parse
from app.models.members import MembersModel
from app.models.room import Room
from app.models.timeline_entries import MessageEntry
from app.net.single_instance import Instance
from app.paths import Places
from app.ui.members.member_actions import MemberAction
from app.ui.widgets.form_fields import TextField
from app.ui.widgets.question_dialog import QuestionDialog
from tests.headless_hub import free_port
from tests.whole_program import make_program


class Person:
    """One profile with its window, doing and seeing what a person would."""

    def __init__(self, qtbot: QtBot, name: str, folder: Path) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.folder = folder
        options = dataclasses.replace(parse([]), places=Places(folder, folder), name=name)
        self._bot = qtbot
        self._root = QObject()
        self.program = make_program(
            app, options, Instance(f"hubbub-test-{folder.name}", self._root), self._root
        )
        self.window = self.program.window
        self.start = self.program.page
        self.program.start()

    # -- doing

    def hosts(self, room: str, password: str = "", port: int = 0) -> None:
        self.start.host_card.room.set_text(room)
        self.start.host_card.password.set_text(password)
        self.start.host_card.port.set_text(str(port or free_port()))
        self.start.request_host()
        self.until(lambda: self.window.current_room is not None or self.problem())
        assert self.window.current_room is not None, f"{room} is not open: {self.problem()}"

    def joins(self, address: str) -> None:
        self.start.join_card.address.set_text(address)
        self.start.request_join()

    def enters(self, address: str) -> None:
        """Join, and wait until the room is shown."""
        self.joins(address)
        self.until(lambda: self.window.current_room)

    def says(self, text: str) -> None:
        """Type into the composer and press Enter."""
        composer = self.conversation().composer
        composer.edit.insertPlainText(text)
        self._bot.keyClick(composer.edit, Qt.Key.Key_Return)

    def answers(self, choice: str, text: str | None = None) -> None:
        """Answer the question that the window asks."""
        sheet = self.until(self.question)
        if text is not None:
            field = sheet.field()
            assert field is not None
            field.set_text(text)
        sheet.button(choice).click()

    def acts_on(self, nick: str, action: MemberAction) -> None:
        """Do something with a member of the room that is shown, as by the menu in the list of people."""
        member = self.room.members.find(nick)
        assert member is not None
        self.window.page.members_pane.list.member_actions.run(action, self.room, member)

    # -- seeing

    def problem(self) -> str:
        """What the start page says is wrong beside a field of its cards, "" for nothing."""
        cards = (self.start.name_field, self.start.host_card, self.start.join_card)
        fields = [field for card in cards for field in card.findChildren(TextField)]
        return " ".join(field.error() for field in fields if field.error())

    def question(self) -> QuestionDialog | None:
        """The question that the window asks now."""
        sheets = self.window.findChildren(QuestionDialog)
        return next((sheet for sheet in sheets if sheet.isVisible()), None)

    @property
    def room(self) -> Room:
        room = self.window.current_room
        assert room is not None, "no room is shown"
        return room

    @property
    def port(self) -> int:
        return self.program.hosted_hub.port

    def conversation(self):  # type: ignore[no-untyped-def]  # the window's own type
        conversation = self.window.page.conversation
        assert conversation is not None
        return conversation

    def people(self) -> list[str]:
        """The names in the member list, in their order."""
        model = self.window.page.members_pane.list.model()
        names = []
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            if index.data(Qt.ItemDataRole.DisplayRole) and index.data(MembersModel.RowRole):
                names.append(index.data(Qt.ItemDataRole.DisplayRole))
        return names

    def lines(self) -> list[str]:
        """The conversation that is shown, as it would be copied."""
        model = self.room.timeline.rows
        return [model.index(row).data(Qt.ItemDataRole.DisplayRole) for row in range(model.rowCount())]

    def shown(self) -> str:
        """What is on the screen of the conversation that is shown."""
        timeline = self.conversation().timeline
        timeline.refresh()
        return "\n".join(row.copied() for _, _, row in timeline.visible_rows())

    def messages(self) -> list[MessageEntry]:
        """What was said in the room that is shown."""
        return [entry for entry in self.room.timeline.entries if isinstance(entry, MessageEntry)]

    def bar(self) -> str:
        """What the bar under the header says, "" while it is hidden."""
        return words_on(self.window.page.sheet.connection_bar)

    def until(self, condition: Callable[[], object]):  # type: ignore[no-untyped-def]  # whatever it gives
        """Wait until `condition` gives something true, and return that."""
        found: list[object] = []

        def check() -> bool:
            found[:] = [condition()]
            return bool(found[0])

        self._bot.waitUntil(check)
        return found[0]

    def sees(self, *words: str) -> None:
        """Wait until a line of the conversation holds each of `words`."""
        try:
            self.until(lambda: all(any(word in line for line in self.lines()) for word in words))
        except Exception:
            pytest.fail(f"{words} not in\n" + "\n".join(self.lines()))

    def sees_people(self, *names: str) -> None:
        """Wait until the member list is `names`."""
        try:
            self.until(lambda: self.people() == list(names))
        except Exception:
            pytest.fail(f"{list(names)} expected, the list is {self.people()}")

    def goes(self) -> None:
        """End this program as closing its window for good does."""
        self.program.end()

    def gone(self) -> bool:
        return self.program.servers.has_left_everywhere

    def leaves(self) -> None:
        """Close the program and wait until it is gone."""
        self.goes()
        self.until(lambda: self.gone() and not self.program.local_history.archive.is_running)

    def notice(self) -> str:
        """What the toast of the room or of the start page says."""
        return words_on(self.window.page.sheet.toast) or words_on(self.window.pages.start_toast)


def words_on(widget: QWidget) -> str:
    """Every word that can be read on a widget, "" while it is hidden."""
    labels = [label for label in widget.findChildren(QLabel) if label.isVisible()]
    return " ".join(label.text() for label in labels if label.text()) if widget.isVisible() else ""


def party(qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Person]]:
    """Gives a function that makes people; afterwards all of them are seen off."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    monkeypatch.setattr(app, "quit", lambda: None)
    everybody: list[Person] = []

    def make(name: str, again: Person | Path | None = None) -> Person:
        """Somebody new, or once more who was here before, or whose folder this is."""
        own = again.folder if isinstance(again, Person) else again
        if own is None:
            own = folder / f"{len(everybody)}-{name.replace(' ', '')}"
        own.mkdir(exist_ok=True)
        everybody.append(Person(qtbot, name, own))
        return everybody[-1]

    yield make
    for one in everybody:
        one.goes()
    for one in everybody:
        one.until(one.gone)
    for one in everybody:  # when no hub runs any more: its thread and this one could wait for each other
        # now, not some day: a window that lives on would be dressed anew for every later test
        for thing in (one.window, one.program):
            thing.deleteLater()
            QCoreApplication.sendPostedEvents(thing, QEvent.Type.DeferredDelete)
