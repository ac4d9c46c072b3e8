"""Who may enter the hosted room and what they find: password, lock, Nearby, files, what they can read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.guard import guarded
from app.settings import FILES
from app.ui.hosting.row_groups import RowGroup
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind, Switch
from app.ui.widgets.form_fields import ComboBox, PasswordField
from app.ui.widgets.icon_button import CopyButton, IconButton
from app.ui.widgets.labels import ElidedLabel, Label
from app.ui.widgets.scaled_layouts import scale_margins, scaled_column, scaled_row
from app.words import common_words, file_words, hosting_words

_HIDDEN = "••••••••"
_PASSWORD_BESIDE = 260  # px of the group at 100 % text: less leaves no room beside the title


@guarded()
class PasswordEditor(QWidget):
    """A field for another password with its buttons.

    Signals:
        saved(str): the password is to be this one; "" removes it.
        cancelled(): it stays as it is.
    """

    saved = Signal(str)
    cancelled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.field = PasswordField(theme, hosting_words.NEW_PASSWORD())
        self.save = Button(theme, common_words.SAVE(), ButtonKind.TONAL)
        self.cancel = Button(theme, common_words.CANCEL(), ButtonKind.LINK)
        self.remove = Button(theme, hosting_words.REMOVE_PASSWORD(), ButtonKind.LINK)
        self._stay = Label(hosting_words.PEOPLE_INSIDE_STAY(), TypeRole.META, "text3", wrap=True)
        self._lay_out()
        self.save.clicked.connect(self._on_save)
        self.field.submitted.connect(self._on_save)
        self.cancel.clicked.connect(self.cancelled)
        self.remove.clicked.connect(self._on_remove)

    def start(self, *, has_password: bool) -> None:
        """Begin with an empty field; there is something to remove if the room `has_password`."""
        self.field.set_text("")
        self.field.set_error("")
        self.field.reveal.setChecked(False)
        self.remove.setVisible(has_password)
        self.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        gap = self._theme.metrics.spacing
        column = scaled_column(self._theme, self)
        column.set_margins(gap.one_half, gap.one, gap.one_half, gap.one_half)
        column.set_spacing(gap.one)
        column.addWidget(self.field)
        column.addWidget(self._stay)
        foot = scaled_row(self._theme)
        foot.set_spacing(gap.two)
        column.addWidget(self.remove)
        foot.addStretch()
        foot.addWidget(self.cancel)
        foot.addWidget(self.save)
        column.addLayout(foot)

    def _on_save(self) -> None:
        if password := self.field.text():
            self.saved.emit(password)
        else:
            self.field.set_error(hosting_words.TYPE_PASSWORD_FIRST())

    def _on_remove(self) -> None:
        self.saved.emit("")


@guarded()
class AccessGroup(RowGroup):
    """The password, the lock, whether it is told of as a room nearby, files, and what newcomers can read.

    Signals:
        password_changed(str): the password is to be this one; "" removes it.
        files_changed(str): the largest file that people may share was chosen, one of settings.FILES.
        editor_opened(): the row has grown by the editor.
    """

    password_changed = Signal(str)
    files_changed = Signal(str)
    editor_opened = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._password = ""
        self._verifier_only = False
        self._title = Label(common_words.PASSWORD())
        self._none = Label(hosting_words.NO_PASSWORD(), wrap=True)
        self._shown = ElidedLabel("", TypeRole.CODE, "text2")
        self.eye = IconButton(theme, "eye", common_words.SHOW_PASSWORD(), small=True)
        self.eye.setCheckable(True)
        self.copy = CopyButton(theme)
        self.change = Button(theme, "", ButtonKind.LINK)
        self.editor = PasswordEditor(theme)
        self.lock = Switch(theme, hosting_words.LOCK_THE_ROOM())
        self.nearby = Switch(theme, hosting_words.SHOW_NEARBY())
        self._told = Label("", TypeRole.META, "text3", wrap=True)
        self._nearby = QWidget()
        self.files = ComboBox(theme, file_words.FILES_PEOPLE_SHARE())
        self._newcomers = Label("", TypeRole.META, "text3", wrap=True)
        self._not_kept = Label(
            hosting_words.PASSWORD_NOT_SHOWN(),
            *(TypeRole.META, "text3"),
            wrap=True,
        )
        self._fill()
        self._connect()
        self._show_password()

    def set_password(self, password: str, *, verifier_only: bool = False) -> None:
        """Show that there is a password, hidden, or none; the same one again changes nothing.

        `verifier_only`: there is one that cannot be shown, as only its verifier is known.
        """
        if (password, verifier_only) != (self._password, self._verifier_only):
            self._password, self._verifier_only = password, verifier_only
            self.eye.setChecked(False)
            self._close_editor()
            self._show_password()

    def set_locked(self, locked: bool) -> None:
        """Show whether the room is locked."""
        self.lock.setChecked(locked)

    def set_nearby(self, shown: bool, *, is_reached: bool) -> None:
        """Show whether others are told of the room; nothing of it where only this computer gets in."""
        self.nearby.setChecked(shown)
        told = hosting_words.TOLD_NEARBY if shown else hosting_words.NOT_TOLD_NEARBY
        self._told.setText(told())
        self.nearby.setAccessibleDescription(told())
        self._nearby.setVisible(is_reached)

    def set_files(self, value: str) -> None:
        """Show the largest file that people may share, also where the command line has another than these."""
        if self.files.currentData() == value:
            return
        self.files.clear()
        for each in FILES if value in FILES else (value, *FILES):
            self.files.addItem(file_words.largest_file(each), each)
        self.files.setCurrentIndex(self.files.findData(value))

    def set_newcomers(self, value: str) -> None:
        """Show what newcomers can read, one of settings.NEWCOMERS."""
        what = hosting_words.NEWCOMERS[value]()
        self._newcomers.setText(hosting_words.NEWCOMERS_CHOSEN(what=what))

    @property
    def has_password(self) -> bool:
        """Whether newcomers need a password."""
        return bool(self._password) or self._verifier_only

    def shown_password(self) -> str:
        """What stands in the row: dots, the password, or "" without one."""
        return self._shown.full_text()

    def _fill(self) -> None:
        height = self._theme.metrics.control.icon_button + self._theme.metrics.spacing.one
        words = QWidget()
        self._words = QBoxLayout(QBoxLayout.Direction.LeftToRight, words)
        self._words.setContentsMargins(0, 0, 0, 0)
        self._words.addWidget(self._title)
        self._words.addWidget(self._none, 1)
        self._words.addWidget(self._shown, 1)
        self.add_row([words, self.eye, self.copy, self.change], height)
        gap = self._theme.metrics.spacing
        scale_margins(self._theme, self._not_kept, gap.one_half, 0, gap.one_half, gap.one)
        self.add_below(self._not_kept)
        self.add_below(self.editor)
        self.editor.hide()
        self.add_row([Label(hosting_words.LOCK_THE_ROOM(), wrap=True), self.lock], height)
        self._fill_nearby(height)
        self.add_row([Label(file_words.FILES_PEOPLE_SHARE(), wrap=True), self.files], height + gap.one)
        scale_margins(self._theme, self._newcomers, 0, gap.one, 0, gap.one)  # of two lines in most windows
        self.add_row([self._newcomers], height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn_words()

    @Slot()
    def _turn_words(self) -> None:
        """Have the password below its title where the buttons leave no room beside it."""
        is_row = self.width() >= self._theme.scaled(_PASSWORD_BESIDE)
        self._words.setDirection(
            QBoxLayout.Direction.LeftToRight if is_row else QBoxLayout.Direction.TopToBottom
        )
        self._words.setSpacing(self._theme.metrics.spacing.one if is_row else 0)
        side = Qt.AlignmentFlag.AlignRight if is_row else Qt.AlignmentFlag.AlignLeft
        self._shown.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)

    def _fill_nearby(self, height: int) -> None:
        gap = self._theme.metrics.spacing
        whole = QVBoxLayout(self._nearby)  # the line above it reaches from edge to edge
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        column = scaled_column(self._theme)
        whole.addLayout(column)
        column.set_margins(12, gap.half, 12, gap.one)
        column.set_spacing(0)
        row = QHBoxLayout()
        row.addWidget(Label(hosting_words.SHOW_NEARBY(), wrap=True), 1)
        row.addWidget(self.nearby)
        column.addLayout(row)
        column.addWidget(self._told)
        self._nearby.setMinimumHeight(self._theme.scaled(height))
        self.add_block(self._nearby)

    def _connect(self) -> None:
        self._theme.changed.connect(self._turn_words)
        self.eye.toggled.connect(self._show_password)
        self.files.activated.connect(self._on_files)
        self.change.clicked.connect(self._open_editor)
        self.editor.saved.connect(self._on_saved)
        self.editor.cancelled.connect(self._close_editor)

    def _on_files(self) -> None:
        self.files_changed.emit(str(self.files.currentData()))

    def _show_password(self) -> None:
        has_password, visible = self.has_password, self.eye.isChecked()
        for widget in (self._title, self._shown, self.eye):
            widget.setVisible(has_password)
        self.copy.setVisible(bool(self._password))
        self._not_kept.setVisible(visible and self._verifier_only)
        self._none.setVisible(not has_password)
        self.eye.set_name(common_words.HIDE_PASSWORD() if visible else common_words.SHOW_PASSWORD())
        self.copy.set_copied_text(self._password, hosting_words.PASSWORD())
        hidden = _HIDDEN if has_password else ""
        self._shown.set_full_text(self._password if visible and self._password else hidden)
        self.change.setText(common_words.CHANGE() if has_password else hosting_words.SET())
        self.change.setAccessibleName(
            hosting_words.CHANGE_PASSWORD() if has_password else hosting_words.SET_A_PASSWORD()
        )

    def _open_editor(self) -> None:
        self.change.hide()
        self.editor.show()
        self.editor.start(has_password=self.has_password)
        self.editor_opened.emit()

    def _close_editor(self) -> None:
        had_focus = self.editor.isAncestorOf(self.focusWidget())
        self.change.show()
        if had_focus:
            self.change.setFocus(Qt.FocusReason.OtherFocusReason)
        self.editor.hide()
        self.editor.field.set_text("")  # a password is not kept where nobody sees it

    def _on_saved(self, password: str) -> None:
        self._close_editor()
        if password != self._password or self._verifier_only:
            self.password_changed.emit(password)
