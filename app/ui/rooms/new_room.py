"""The sheet for a further room on a server: its name, who may enter, what newcomers can read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.guard import guarded
from app.irc.room_lines import TITLE_BYTES, clean_title, is_title
from app.settings import NEWCOMERS
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind, Switch
from app.ui.widgets.dialog_contents import DialogContents
from app.ui.widgets.form_fields import ComboBox, TextField
from app.ui.widgets.labels import Label
from app.ui.widgets.modal_overlay import ModalOverlay
from app.ui.widgets.question_header import QuestionHeader
from app.ui.widgets.scaled_layouts import scaled_column, scaled_row
from app.words import common_words, hosting_words, room_list_words


def title_mistake(title: str) -> str:
    """Why a cleaned title cannot be a room's, a sentence, "" where it can."""
    if len(title.encode()) > TITLE_BYTES:
        return room_list_words.NAME_TOO_LONG()
    return "" if is_title(title) else room_list_words.NAME_FIRST()


@guarded()
class NewRoomSheet(ModalOverlay):
    """Stays until the room is there or the person has thought better of it.

    Signals:
        submitted(str, bool, str): title, whether only invited people may enter, one of settings.NEWCOMERS.
    """

    submitted = Signal(str, bool, str)

    def __init__(
        self, theme: Theme, over: QWidget, *, network: str, newcomers: str, invited: str = ""
    ) -> None:
        """`network`: what the server is called; `newcomers`: what they can read unless it is chosen.

        `invited`: whom the room is made for, a private one, "" for nobody before all others.
        """
        super().__init__(theme, over, title=room_list_words.NEW_ROOM(), width=theme.metrics.dialog.width)
        self._network = network
        self._invited = invited
        hint = room_list_words.ROOM_NAME_HINT()
        self.name = TextField(theme, room_list_words.ROOM_NAME(), placeholder=hint)
        self.private = Switch(theme, room_list_words.ONLY_INVITED())
        self._private_hint = Label("", TypeRole.META, "text3", wrap=True)
        self.newcomers = ComboBox(theme, common_words.NEWCOMERS_CAN_READ())
        for value in NEWCOMERS:
            self.newcomers.addItem(hosting_words.NEWCOMERS[value](), value)
        self.newcomers.setCurrentIndex(max(0, self.newcomers.findData(newcomers)))
        self.cancel = Button(theme, common_words.CANCEL())
        self.make = Button(theme, room_list_words.MAKE_ROOM(), ButtonKind.PRIMARY)
        self._body = self._make_body()
        self._contents = DialogContents(theme, self.card, self._body, (self.cancel, self.make))
        self.name.submitted.connect(self._submit)
        self.make.clicked.connect(self._submit)
        self.cancel.clicked.connect(self.dismiss)
        self.private.toggled.connect(self._on_private)
        self._on_private(False)
        self.private.setChecked(bool(invited))
        self._body.installEventFilter(self)
        self.open_with(self.name.edit)

    def show_error(self, words: str) -> None:
        """Say why the room was not made, beside its name."""
        self.make.setEnabled(True)
        self.name.set_error(words)
        self.name.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._body and event.type() == QEvent.Type.LayoutRequest:
            self._place()  # a hint or an error took more or fewer lines
        return super().eventFilter(watched, event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside the sheet."""
        chain: list[QWidget] = [self.name.edit, self.private, self.newcomers, self.cancel, self.make]
        current = self.focusWidget()
        at = chain.index(current) if current in chain else -1
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        following = chain[(at + (1 if forward else -1)) % len(chain)]
        following.setFocus(reason)
        self._contents.area.ensureWidgetVisible(following)
        return True

    def _make_body(self) -> QWidget:
        gap = self._theme.metrics.spacing
        body = QWidget()
        body.setProperty("surface", "clear")
        column = scaled_column(self._theme, body)
        column.set_margins(0, 0, 0, 0)
        column.set_spacing(gap.two)
        told = room_list_words.NEW_ROOM_AT(network=self._network)
        if self._invited:
            told = room_list_words.NEW_ROOM_FOR_TWO(name=self._invited)
        column.addWidget(QuestionHeader(self._theme, room_list_words.NEW_ROOM(), told))
        column.addWidget(self.name)
        choice = scaled_row(self._theme)
        choice.set_spacing(gap.one)
        words = scaled_column(self._theme)
        words.set_spacing(2)
        words.addWidget(Label(room_list_words.ONLY_INVITED(), TypeRole.LIST, wrap=True))
        words.addWidget(self._private_hint)
        choice.addWidget(self.private, 0, Qt.AlignmentFlag.AlignTop)
        choice.addLayout(words, 1)
        column.addLayout(choice)
        past = scaled_column(self._theme)
        past.set_spacing(6)
        label = Label(common_words.NEWCOMERS_CAN_READ(), TypeRole.LABEL, "text2", wrap=True)
        label.setBuddy(self.newcomers)
        past.addWidget(label)
        past.addWidget(self.newcomers)
        column.addLayout(past)
        column.addStretch()
        return body

    @Slot(bool)
    def _on_private(self, private: bool) -> None:
        shown = room_list_words.ONLY_INVITED_SEE_IT() if private else ""
        shown = shown or room_list_words.EVERYBODY_CAN_JOIN(network=self._network)
        self._private_hint.setText(shown)
        self.private.setAccessibleDescription(shown)

    @Slot()
    def _submit(self) -> None:
        title = clean_title(self.name.text())
        if mistake := title_mistake(title):
            self.show_error(mistake)
        elif self.make.isEnabled():
            self.make.setEnabled(False)  # until the hub has answered
            self.submitted.emit(title, self.private.isChecked(), str(self.newcomers.currentData()))

    def _place(self) -> None:
        self._contents.place(self)
