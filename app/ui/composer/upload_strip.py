"""The files that are on their way into a conversation, above the composer: how far, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import islice

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.guard import guarded
from app.models.file_progress import FileProgress, TransferState
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.labels import ElidedLabel
from app.ui.widgets.modal_overlay import ListArea
from app.ui.widgets.scaled_layouts import scaled_column, scaled_row
from app.ui.widgets.surfaces import Card
from app.words import file_words
from app.words.file_words import progress_words

_BAR = 4  # pixels
_MOST_ROWS = 3  # in sight; more scroll


@guarded()
class ProgressBar(QWidget):
    """A thin bar of which a part is done; what it shows is said in words beside it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._share = 0.0
        self._is_running = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_share(self, share: float, *, is_running: bool) -> None:
        """How much is done, from 0 to 1, and whether it goes on now."""
        self._share, self._is_running = min(1.0, max(0.0, share)), is_running
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, _BAR)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, painter = self._theme.colours, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(self.rect())
        painter.setBrush(colours.line_strong)
        painter.drawRoundedRect(box, _BAR / 2, _BAR / 2)
        done = max(_BAR, box.width() * self._share) if self._share else 0.0
        at_right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter.setBrush(colours.accent if self._is_running else colours.text3)
        left = box.right() - done if at_right else 0.0
        painter.drawRoundedRect(QRectF(left, 0, done, box.height()), _BAR / 2, _BAR / 2)


class UploadRow(QWidget):
    """One file that is being sent.

    Signals:
        cancelled(), retried(): the person gives it up, or wants it to be tried again.
    """

    cancelled = Signal()
    retried = Signal()

    def __init__(self, theme: Theme, shown: FileProgress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: FileProgress | None = None
        self.words = ElidedLabel("", TypeRole.META, "text2")
        self._bar = ProgressBar(theme)
        again, cancel = file_words.SEND_AGAIN(name=shown.name), file_words.CANCEL_SENDING(name=shown.name)
        self.again = IconButton(theme, "retry", again, small=True)
        self.cross = IconButton(theme, "close", cancel, small=True)
        self.again.clicked.connect(self.retried)
        self.cross.clicked.connect(self.cancelled)
        column = scaled_column(theme)
        column.set_spacing(4)
        column.addWidget(ElidedLabel(shown.name, TypeRole.LIST, mode=Qt.TextElideMode.ElideMiddle))
        column.addWidget(self._bar)
        column.addWidget(self.words)
        row = scaled_row(theme, self)
        row.set_margins(0, 0, 0, 0)
        row.set_spacing(theme.metrics.spacing.half)
        row.addLayout(column, 1)
        row.addWidget(self.again)
        row.addWidget(self.cross)
        self.show_progress(shown)

    def show_progress(self, shown: FileProgress) -> None:
        """How far it is now."""
        before, self._shown = self._shown, shown
        if shown == before:  # of many on their way, one has moved
            return
        failed = shown.state is TransferState.FAILED
        words = _state_words(shown)
        self.words.set_ink("danger_text" if failed else "text2")
        self.words.set_full_text(words)
        self._bar.setVisible(not failed)
        share = shown.done / shown.size if shown.size else 0.0
        self._bar.set_share(share, is_running=shown.state is TransferState.RUNNING)
        self.again.setVisible(failed)
        self.setAccessibleName(f"{shown.name}: {words}")
        if failed and before is not None and before.state is not shown.state:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.accessibleName()))


@guarded()
class UploadStrip(QWidget):
    """The files that are being sent into one conversation; hidden while there are none.

    Signals:
        cancelled(str), retried(str): the key of the one that is given up, or to be tried again.
        emptied(): the row that had the keyboard is gone.
    """

    cancelled = Signal(str)
    retried = Signal(str)
    emptied = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows: dict[str, UploadRow] = {}
        inner = QWidget()
        inner.setAccessibleName(file_words.SENDING())
        self._listed = scaled_column(theme, inner)
        self._listed.set_margins(0, 0, 0, 0)
        self._listed.set_spacing(theme.metrics.spacing.one)
        self._area = ListArea(inner)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setSizeAdjustPolicy(QScrollArea.SizeAdjustPolicy.AdjustToContents)
        card = Card("sunken")
        inside = scaled_column(theme, card)
        gap, outer = theme.metrics.spacing, theme.metrics.composer.outer_x
        inside.set_margins(gap.one_half, gap.one, gap.one, gap.one)
        inside.addWidget(self._area)
        column = QVBoxLayout(self)
        column.setContentsMargins(outer, gap.half, outer, 0)  # as the composer below it
        column.addWidget(card)
        theme.changed.connect(self._fit)
        self.hide()

    def show_uploads(self, uploads: Sequence[FileProgress]) -> None:
        """What is on its way now, in order; a row that was there stays itself."""
        shown = {one.key: one for one in uploads if one.state is not TransferState.DONE}
        for key in [key for key in self.rows if key not in shown]:
            self._drop(key)
        for key, one in shown.items():
            if (row := self.rows.get(key)) is not None:
                row.show_progress(one)
            else:
                self._add(one)
        self.setVisible(bool(shown))
        self._fit()

    def _add(self, shown: FileProgress) -> None:
        row = self.rows[shown.key] = UploadRow(self._theme, shown)
        row.cancelled.connect(partial(self.cancelled.emit, shown.key))
        row.retried.connect(partial(self.retried.emit, shown.key))
        self._listed.addWidget(row)

    def _drop(self, key: str) -> None:
        row = self.rows.pop(key)
        had_focus = row.isAncestorOf(self.focusWidget() or self)
        self._listed.removeWidget(row)
        row.hide()
        row.deleteLater()
        if had_focus:
            self.emptied.emit()

    def _fit(self) -> None:
        """As high as the first rows; the rest scrolls."""
        heights = [row.sizeHint().height() for row in islice(self.rows.values(), _MOST_ROWS)]
        self._area.setFixedHeight(sum(heights) + max(0, len(heights) - 1) * self._listed.spacing())


def _state_words(shown: FileProgress) -> str:
    """What is said of a file that is on its way."""
    if shown.state is TransferState.RUNNING:
        if shown.size and shown.done >= shown.size:
            return file_words.ALMOST_SENT()
        return progress_words(shown.done, shown.size, shown.speed)
    if shown.reason:
        return shown.reason
    if shown.state is TransferState.BROKEN:
        return file_words.INTERRUPTED()
    return file_words.NOT_SENT() if shown.state is TransferState.FAILED else file_words.WAITS()
