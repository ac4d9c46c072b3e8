"""The topic of a room: one line under the title, and the area that opens to read or change all of it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QSizePolicy, QWidget

from app.guard import guarded
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.focus_ring import FocusRingFilter
from app.ui.widgets.labels import Label
from app.ui.widgets.list_view import paint_elided_text
from app.ui.widgets.plain_text import set_tooltip
from app.ui.widgets.scaled_layouts import scaled_column, scaled_row
from app.words import common_words, room_words


@guarded()
class TopicLine(QAbstractButton):
    """The topic on one line; a click asks to see all of it. Empty, it may offer to add one."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._topic = ""
        self._may_edit = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        FocusRingFilter(theme, self, flat=True)

    def set_topic(self, topic: str, *, may_edit: bool) -> None:
        """Show `topic`."""
        self._topic, self._may_edit = " ".join(topic.split()), may_edit
        words = self.words()
        self.setVisible(bool(words))
        set_tooltip(self, self._topic)
        self.setAccessibleName(room_words.TOPIC_IS(topic=words) if self._topic else words)
        self.updateGeometry()
        self.update()

    def is_shortened(self) -> bool:
        """Whether the line has no room for all of the topic."""
        return QFontMetrics(self._theme.font(TypeRole.META)).horizontalAdvance(self._topic) > self.width()

    def words(self) -> str:
        """What the line says."""
        return self._topic or (room_words.ADD_A_TOPIC() if self._may_edit else "")

    def sizeHint(self) -> QSize:
        width = QFontMetrics(self._theme.font(TypeRole.META)).horizontalAdvance(self.words())
        return QSize(width + 2, self._theme.line_height(TypeRole.META) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = "text" if self.underMouse() else "text2" if self._topic else "text3"
        painter.setPen(self._theme.colour(ink))
        paint_elided_text(painter, QRectF(self.rect()), self.words(), self._theme.font(TypeRole.META))


@guarded()
class _TopicEdit(QLineEdit):
    """Signals: given_up() on Escape."""

    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


class TopicPanel(QWidget):
    """All of the topic under the header, and its field while it is changed.

    Signals:
        saved(str): the person has written another topic.
        closed(): nothing is shown any more.
    """

    saved = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._topic = ""
        self._may_edit = False
        self._text = Label("", TypeRole.LIST, "text2", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.edit = _TopicEdit()
        self.edit.setAccessibleName(room_words.TOPIC())
        self.edit.setPlaceholderText(room_words.TOPIC_HINT())
        self.change = Button(theme, common_words.CHANGE(), ButtonKind.LINK)
        self.hide_button = Button(theme, room_words.HIDE(), ButtonKind.LINK)
        self.save = Button(theme, common_words.SAVE(), ButtonKind.TONAL)
        self.cancel = Button(theme, common_words.CANCEL(), ButtonKind.LINK)
        self._lay_out(theme)
        self.change.clicked.connect(self.start_editing)
        self.hide_button.clicked.connect(self.close_panel)
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.close_panel)
        self.edit.returnPressed.connect(self._save)
        self.edit.given_up.connect(self.close_panel)
        self.hide()

    def set_topic(self, topic: str, *, may_edit: bool) -> None:
        """What there is to read; a field in use keeps its text."""
        self._topic, self._may_edit = topic, may_edit
        self._text.setText(topic)
        if self.edit.isVisibleTo(self):
            if not may_edit:
                self.close_panel()
        elif self.isVisible():
            self.change.setVisible(may_edit)

    def toggle(self, *, all_is_read: bool) -> None:
        """Open to read, or to write where the line above has `all_is_read` already; close when open."""
        if not self.isHidden():
            self.close_panel()
        elif self._topic and not all_is_read:
            self._show(editing=False)
        elif self._may_edit:
            self.start_editing()

    def start_editing(self) -> None:
        """Open with the field."""
        self.edit.setText(self._topic)
        self._show(editing=True)
        self.edit.selectAll()
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_panel(self) -> None:
        """Show nothing; what was being written is given up."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def _show(self, *, editing: bool) -> None:
        for widget in (self.edit, self.save, self.cancel):
            widget.setVisible(editing)
        self._text.setVisible(not editing)
        self.hide_button.setVisible(not editing)
        self.change.setVisible(not editing and self._may_edit)
        self.show()

    def _save(self) -> None:
        text = " ".join(self.edit.text().split())
        if text != self._topic:
            self.saved.emit(text)
        self.close_panel()

    def _lay_out(self, theme: Theme) -> None:
        gap = theme.metrics.spacing
        row = scaled_row(theme)
        row.set_spacing(gap.one)
        row.addWidget(self.edit, 1)
        row.addWidget(self.save)
        row.addWidget(self.cancel)
        links = scaled_row(theme)
        links.set_spacing(gap.one)
        links.addWidget(self.change)
        links.addWidget(self.hide_button)
        links.addStretch()
        column = scaled_column(theme, self)
        column.set_margins(gap.two + gap.half, 0, gap.two, gap.one)
        column.set_spacing(0)
        column.addWidget(self._text)
        column.addLayout(links)
        column.addLayout(row)
