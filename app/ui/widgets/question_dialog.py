"""A decision: a dialog over the shaded window with a title, a text, perhaps one field, and buttons.

Shown only for decisions; errors stand beside their field.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractSlider, QWidget

from app.guard import guarded
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.colour_choice import ColourChoice
from app.ui.widgets.dialog_contents import DialogContents
from app.ui.widgets.form_fields import PasswordField, TextField
from app.ui.widgets.question_header import QuestionHeader
from app.ui.widgets.scaled_layouts import scaled_column
from app.ui.widgets.surfaces import Card
from app.ui.widgets.word_grid import WordColumns, WordGrid, WordList
from app.values import frozen

CANCEL = "cancel"

_Step = QAbstractSlider.SliderAction
# The buttons keep the focus, so the sheet scrolls for them what does not fit.
_SCROLLING = {
    Qt.Key.Key_Up: _Step.SliderSingleStepSub,
    Qt.Key.Key_Down: _Step.SliderSingleStepAdd,
    Qt.Key.Key_PageUp: _Step.SliderPageStepSub,
    Qt.Key.Key_PageDown: _Step.SliderPageStepAdd,
}


@frozen
class Choice:
    """One button of a question; `id` comes back in `answered`."""

    id: str
    words: str
    kind: ButtonKind = ButtonKind.QUIET


@frozen
class Question:
    """What is asked. Escape answers the choice with id "cancel", which has the focus unless there is a field.

    Enter in the field answers the PRIMARY choice. Where there is none, as before a ban, it only leads on to
    the buttons: what cannot be taken back is pressed by itself.
    `own_colour`: a colour is asked for beside the name in the field, so far this one; None: it is not.
    `own_picture`: the id of the picture in its avatar, "" for none; None where none can be chosen.
    `icon` stands before the title, in red where `danger`; `words` stand below the text.
    """

    title: str
    text: str
    choices: Sequence[Choice]
    field_label: str = ""
    field_text: str = ""
    field_hint: str = ""
    field_is_secret: bool = False
    icon: str = ""
    danger: bool = False
    words: tuple[WordList, ...] = ()
    own_colour: str | None = None
    own_picture: str | None = None


@guarded()
class QuestionDialog(QWidget):
    """Covers `over` until it is answered, then deletes itself.

    What does not fit the window can be scrolled; the buttons always stay.

    Signals:
        answered(str, str): the id of the choice and the text of the field ("" without one).
    """

    answered = Signal(str, str)

    def __init__(self, theme: Theme, question: Question, over: QWidget) -> None:
        super().__init__(over)
        self._theme = theme
        self._focus_before: QWidget | None = over.window().focusWidget()
        if self._focus_before is not None:
            self._focus_before.destroyed.connect(self._on_focus_before_destroyed)
        self._field: TextField | None = None
        self._colour: ColourChoice | None = None
        self._buttons: dict[str, Button] = {}
        harmless = (choice.id for choice in question.choices if choice.kind is ButtonKind.PRIMARY)
        self._entered = next(harmless, "")
        self._card = Card("dialog", self)
        self._card.setAccessibleName(question.title)
        self._card.setAccessibleDescription(
            " ".join([question.text, *(words.spoken for words in question.words)])
        )
        self._body = self._make_body(question)
        self._make_buttons(question)
        self._contents = DialogContents(theme, self._card, self._body, tuple(self._buttons.values()))
        theme.changed.connect(self._place)
        over.installEventFilter(self)
        self.setGeometry(over.rect())
        self.raise_()
        self.show()
        self._first_focus()

    def button(self, choice: str) -> Button:
        """The button of a choice; raises KeyError."""
        return self._buttons[choice]

    def field(self) -> TextField | None:
        """The line of input, if the question has one."""
        return self._field

    def colour_choice(self) -> ColourChoice | None:
        """Where a colour is chosen, if the question asks for one."""
        return self._colour

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget) and event.type() == QEvent.Type.Resize:
            self.setGeometry(watched.rect())
        return False

    def resizeEvent(self, event: QEvent) -> None:
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.colours.overlay)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.answer(CANCEL)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._on_entered()  # at a colour, as in the field
        elif (action := _SCROLLING.get(Qt.Key(event.key()))) is not None:
            self._contents.area.verticalScrollBar().triggerAction(action)
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside the sheet."""
        chain: list[QWidget] = [*([self._field.edit] if self._field else []), *self._buttons.values()]
        if self._colour is not None:
            chain.insert(1, self._colour.focus_stop())
            if self._colour.button is not None:
                chain.insert(1, self._colour.button)
        current = self.focusWidget()
        at = chain.index(current) if current in chain else -1
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        chain[(at + (1 if forward else -1)) % len(chain)].setFocus(reason)
        return True

    def answer(self, choice: str) -> None:
        """Answer with `choice`, give the focus back and go."""
        if self.isHidden():
            return
        text = self._field.text() if self._field else ""
        self.hide()
        if self._focus_before is not None:
            self._focus_before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.answered.emit(choice, text)
        self.deleteLater()

    # -- building

    def _make_body(self, question: Question) -> QWidget:
        body = QWidget()
        body.setProperty("surface", "clear")
        column = scaled_column(self._theme, body)
        column.set_margins(0, 0, 0, 0)
        column.set_spacing(self._theme.metrics.spacing.two)
        column.addWidget(
            QuestionHeader(
                self._theme, question.title, question.text, icon=question.icon, danger=question.danger
            )
        )
        if len(question.words) == 1:
            tiles = WordGrid(self._theme)
            tiles.set_words(question.words[0].words)
            column.addWidget(tiles)
        elif question.words:
            column.addWidget(WordColumns(self._theme, question.words))
        if question.field_label:
            kind = PasswordField if question.field_is_secret else TextField
            self._field = kind(self._theme, question.field_label, placeholder=question.field_hint)
            self._field.set_text(question.field_text)
            self._field.submitted.connect(self._on_entered)
            column.addWidget(self._field)
        if self._field is not None and question.own_colour is not None:
            self._colour = ColourChoice(
                self._theme, question.field_text, question.own_colour, picture=question.own_picture
            )
            self._field.edit.textChanged.connect(self._colour.set_name)
            column.addWidget(self._colour)
        return body

    def _make_buttons(self, question: Question) -> None:
        for choice in question.choices:
            self._buttons[choice.id] = button = Button(self._theme, choice.words, choice.kind)
            button.clicked.connect(partial(self._on_clicked, choice.id))

    @Slot()
    def _place(self) -> None:
        self._contents.place(self)

    def _first_focus(self) -> None:
        if self._field is not None:
            # what is typed at once belongs into the field; a space would press a button
            self._field.edit.selectAll()
            self._field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._focus_buttons()

    def _focus_buttons(self) -> None:
        first = self._buttons.get(CANCEL) or next(iter(self._buttons.values()))
        # the ring shows which answer Enter gives, also after a click has opened the question
        first.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _on_entered(self) -> None:
        if self._entered:
            self.answer(self._entered)
        else:
            self._focus_buttons()

    @Slot()
    def _on_focus_before_destroyed(self) -> None:
        self._focus_before = None

    def _on_clicked(self, choice: str, _checked: bool = False) -> None:
        self.answer(choice)
