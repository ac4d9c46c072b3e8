"""The card that joins a room: one address; what is under way, what went wrong and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.guard import guarded
from app.ui.start.card_header import JoinIllustration, make_card_header
from app.ui.start.diagnosis_panel import DiagnosisPanel
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.activity_indicator import ActivityIndicator
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.form_fields import PasswordField, TextField
from app.ui.widgets.labels import ElidedLabel
from app.ui.widgets.scaled_layouts import scaled_column, scaled_row
from app.ui.widgets.surfaces import Card
from app.words import common_words, start_words

# Shorter waits than this are not worth a flicker.
CONNECTING_SHOWN_AFTER_MS = 300


@guarded()
class JoinCard(Card):
    """The address field and the states of an attempt.

    Signals:
        submitted(): the button or Enter in a field was pressed.
        cancelled(): the attempt under way is not wanted any more.
        name_accepted(str): the offered name was accepted.
    """

    submitted = Signal()
    cancelled = Signal()
    name_accepted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("sheet", parent)
        self._theme = theme
        self._offered = ""
        self.illustration = JoinIllustration(theme)
        self.address = TextField(
            theme,
            common_words.ADDRESS(),
            hint=start_words.ADDRESS_HINT(),
            placeholder=start_words.ADDRESS_EXAMPLE(),
        )
        self.password = PasswordField(theme, common_words.PASSWORD())
        self.password.hide()
        self.button = Button(theme, "", ButtonKind.PRIMARY)
        self.cancel = Button(theme, common_words.CANCEL())
        self.offer = Button(theme, "", ButtonKind.TONAL)
        self.offer.hide()
        self.diagnosis = DiagnosisPanel(theme)
        self._activity = ActivityIndicator(theme)
        self._progress = ElidedLabel("", TypeRole.LIST, "text2", mode=Qt.TextElideMode.ElideMiddle)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CONNECTING_SHOWN_AFTER_MS)
        self._timer.timeout.connect(self._show_progress)
        self._lay_out()
        self._connect()
        self.set_idle()
        self.clear_errors()
        self._on_address("")

    def start(self, address: str) -> None:
        """An attempt has begun: after 300 ms say so, with the address and Cancel."""
        self.clear_errors()
        self._progress.set_full_text(start_words.CONNECTING_TO(address=address))
        self._timer.start()

    def set_idle(self) -> None:
        """No attempt is under way."""
        self._timer.stop()
        had_focus = self.cancel.hasFocus()
        for widget in (self._activity, self._progress, self.cancel):
            widget.hide()
        self.button.show()
        if had_focus:
            self.button.setFocus()

    def show_error(self, field: TextField, text: str) -> None:
        """Say `text` beside `field` and offer to try again."""
        self.set_idle()
        field.set_error(text)
        field.edit.setFocus()
        self.button.setText(common_words.TRY_AGAIN())

    def ask_password(self, text: str) -> None:
        """The room has a password: show the field, with `text` below it where none was tried yet."""
        self.set_idle()
        self.password.show()
        if text:
            self.password.set_text("")  # what an earlier attempt left there
        self.password.set_hint(text)
        self.password.edit.setFocus()

    def offer_name(self, name: str) -> None:
        """Offer to join as `name` with one click."""
        self.set_idle()
        self._offered = name
        self.offer.setText(start_words.JOIN_AS(name=name))
        self.offer.show()

    def withdraw_offer(self) -> None:
        """Another name was typed: the one that was offered is not asked about any more."""
        self.offer.hide()

    def clear_errors(self) -> None:
        """Take all errors away, and the offer of another name."""
        self.address.set_error("")
        self.password.set_error("")
        self.offer.hide()
        self.diagnosis.clear()
        self.button.setText(common_words.JOIN())

    def is_waiting(self) -> bool:
        """Whether Cancel is on show."""
        return not self.cancel.isHidden()

    def set_pad(self, px: int) -> None:
        """Keep everything so many pixels from the edges."""
        self._column.setContentsMargins(px, px, px, px)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.is_waiting():
            self.cancelled.emit()
            return
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        spacing = self._theme.metrics.spacing
        column = self._column = scaled_column(self._theme, self)
        column.set_spacing(0)
        column.addLayout(
            make_card_header(
                self._theme, self.illustration, start_words.JOIN_A_ROOM(), start_words.JOIN_A_ROOM_TEXT()
            )
        )
        column.add_gap(18)
        column.addWidget(self.address)
        column.add_gap(spacing.one_half)
        column.addWidget(self.password)
        column.add_gap(spacing.half)
        column.addWidget(self.diagnosis)
        column.add_gap(spacing.two)
        column.addStretch(1)
        foot = scaled_row(self._theme)
        foot.set_spacing(spacing.one)
        foot.addWidget(self._activity)
        foot.addWidget(self._progress, 1)
        foot.addWidget(self.offer)
        foot.addStretch()
        foot.addWidget(self.cancel)
        foot.addWidget(self.button)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.button.clicked.connect(self.submitted)
        self.cancel.clicked.connect(self.cancelled)
        self.offer.clicked.connect(self._on_offer)
        self.address.submitted.connect(self.submitted)
        self.password.submitted.connect(self.submitted)
        self.address.edit.textChanged.connect(self._on_address)
        self.address.edited.connect(self._on_address_edited)
        self.password.edited.connect(self._on_edited)

    @Slot()
    def _show_progress(self) -> None:
        had_focus = self.button.hasFocus()
        self.offer.hide()
        self.button.hide()
        for widget in (self._activity, self._progress, self.cancel):
            widget.show()
        if had_focus:
            self.cancel.setFocus()

    @Slot(str)
    def _on_address(self, text: str) -> None:
        # another address is another room, whoever filled it in: its password is another one
        self.password.hide()
        self.password.set_text("")
        # addresses are monospaced everywhere, the hint in an empty field is not one
        mono = "true" if text else "false"
        if self.address.edit.property("mono") != mono:
            self.address.edit.setProperty("mono", mono)
            self.address.edit.style().unpolish(self.address.edit)
            self.address.edit.style().polish(self.address.edit)

    @Slot()
    def _on_edited(self) -> None:
        self.button.setText(common_words.JOIN())

    @Slot()
    def _on_address_edited(self) -> None:
        self.offer.hide()  # another address is another room, where the name may be free
        self._on_edited()

    @Slot()
    def _on_offer(self) -> None:
        self.offer.hide()
        self.name_accepted.emit(self._offered)
