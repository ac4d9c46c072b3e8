"""By what address people elsewhere reach this computer: the host types it, and the invite link names it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.guard import guarded
from app.ui.hosting.row_groups import RowGroup
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.form_fields import TextField
from app.ui.widgets.icon_button import CopyButton
from app.ui.widgets.labels import AddressLabel, Label
from app.ui.widgets.scaled_layouts import scaled_column, scaled_row
from app.words import common_words, hosting_words


@guarded()
class PublicAddressGroup(RowGroup):
    """The address with its copy button, or that there is none; a field to change it.

    Signals:
        chosen(str): what was typed, "" for none. `close_editor` or `show_error` is to follow.
        editor_opened(): the row has grown by the field.
    """

    chosen = Signal(str)
    editor_opened = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._address = ""
        self._none = Label(hosting_words.NO_PUBLIC_ADDRESS(), wrap=True)
        self.shown = AddressLabel(theme, "")
        self.copy = CopyButton(theme)
        self.change = Button(theme, "", ButtonKind.LINK)
        self.field = TextField(
            theme,
            hosting_words.PUBLIC_ADDRESS(),
            hint=hosting_words.PUBLIC_ADDRESS_HINT(),
            placeholder=hosting_words.PUBLIC_ADDRESS_EXAMPLE(),
        )
        self.save = Button(theme, common_words.SAVE(), ButtonKind.TONAL)
        self.cancel = Button(theme, common_words.CANCEL(), ButtonKind.LINK)
        self.remove = Button(theme, hosting_words.REMOVE_PUBLIC_ADDRESS(), ButtonKind.LINK)
        self._editor = self._make_editor()
        self._fill()
        self.change.clicked.connect(self._open_editor)
        self.save.clicked.connect(self._on_save)
        self.field.submitted.connect(self._on_save)
        self.cancel.clicked.connect(self.close_editor)
        self.remove.clicked.connect(self._on_remove)
        self.set_address("")

    def set_address(self, address: str) -> None:
        """Show an address, "" that there is none."""
        self._address = address
        self._none.setVisible(not address)
        for widget in (self.shown, self.copy):
            widget.setVisible(bool(address))
        self.shown.set_full_text(address)
        self.copy.set_copied_text(address)
        self.change.setText(common_words.CHANGE() if address else hosting_words.ADD())
        self.change.setAccessibleName(
            hosting_words.CHANGE_PUBLIC_ADDRESS() if address else hosting_words.ADD_PUBLIC_ADDRESS()
        )

    def show_error(self, text: str) -> None:
        """Say what is wrong with what was typed."""
        self.field.set_error(text)
        self.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_editor(self) -> None:
        """Done with the field."""
        had_focus = self._editor.isAncestorOf(self.focusWidget())
        self.change.show()
        if had_focus:
            self.change.setFocus(Qt.FocusReason.OtherFocusReason)
        self._editor.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._editor.isHidden():
            self.close_editor()
        else:
            super().keyPressEvent(event)

    def _make_editor(self) -> QWidget:
        gap = self._theme.metrics.spacing
        editor = QWidget()
        column = scaled_column(self._theme, editor)
        column.set_margins(gap.one_half, gap.one, gap.one_half, gap.one_half)
        column.set_spacing(gap.one)
        column.addWidget(self.field)
        column.addWidget(self.remove)
        foot = scaled_row(self._theme)
        foot.set_spacing(gap.two)
        foot.addStretch()
        foot.addWidget(self.cancel)
        foot.addWidget(self.save)
        column.addLayout(foot)
        editor.hide()
        return editor

    def _fill(self) -> None:
        words = QWidget()
        row = QHBoxLayout(words)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._none, 1)
        row.addWidget(self.shown, 1)
        self.add_row([words, self.copy, self.change], self._theme.metrics.list.host_address_row)
        self.add_below(self._editor)

    def _open_editor(self) -> None:
        self.change.hide()
        self.remove.setVisible(bool(self._address))
        self.field.set_text(self._address)
        self.field.set_error("")
        self._editor.show()
        self.field.edit.selectAll()
        self.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.editor_opened.emit()

    def _on_save(self) -> None:
        self.chosen.emit(self.field.text().strip())

    def _on_remove(self) -> None:
        self.chosen.emit("")
