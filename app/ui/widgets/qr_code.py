"""A text as a QR code that cameras read from a screen: black on white, whatever the theme.

ISO/IEC 18004 by the library segno. Knows no meaning of the text.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.guard import guarded
from app.ui.theme.theme import Theme

QUIET_ZONE = 4  # modules of white around the code, without which cameras do not find it
SMALLEST = 240  # px: what a phone reads from an arm's length
_LOOK_MS = 10  # while a code is made, which takes about as long
_RADIUS = 8  # of the plate's corners, which stay outside of the quiet zone

# Rows of a code from its top, a byte for each module, 1 where it is black; () where there is no code.
Modules = tuple[bytes, ...]


def modules_of(text: str) -> Modules:
    """The modules of the smallest code for `text` that can be read with 15 % of it lost; () for no text.

    Also () for what no code is large enough for, some 2,300 bytes. Takes 10 to 20 ms, the first time 100.
    """
    if not text:
        return ()
    import segno  # only now: whoever hosts needs it, and it loads much that is never used

    try:
        return tuple(bytes(row) for row in segno.make_qr(text, error="m").matrix)
    except segno.DataOverflowError:
        return ()


@guarded()
class QrCode(QWidget):
    """A square white plate with the code of a text, as large as the room there is.

    Signals:
        encoded(): the code of the latest text is shown now; it is made in a thread.
    """

    encoded = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self._modules: Modules = ()
        self._made: Future[Modules] | None = None
        # asked for, not told by a signal: a thread that emits one must not meet the end of who it is for
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._show_made)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def text(self) -> str:
        """What the code holds."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show the code of `text` soon; until then, and for "", the plate is empty."""
        if text != self._text:
            self._text, self._modules = text, ()
            self.update()
            pool = ThreadPoolExecutor(max_workers=1)
            self._made = pool.submit(modules_of, text)
            pool.shutdown(wait=False)  # the thread ends when this is done
            self._look.start()

    def sizeHint(self) -> QSize:
        return QSize(SMALLEST, SMALLEST)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        side = min(self.width(), self.height())
        plate = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colours.qr_plate)
        painter.drawRoundedRect(plate, _RADIUS, _RADIUS)
        if self._modules:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            self._paint_modules(painter, plate)

    def _paint_modules(self, painter: QPainter, plate: QRectF) -> None:
        """Each module is a whole number of the screen's own pixels, and begins on one: no edge is blurred."""
        count, ratio = len(self._modules), self.devicePixelRatioF()
        pixels = int(plate.width() * ratio) // (count + 2 * QUIET_ZONE)
        if not pixels:
            return
        module = pixels / ratio
        at = plate.center() - QPointF(count * module / 2, count * module / 2)
        on_screen = painter.deviceTransform().map(at)
        painter.translate(
            at + QPointF(round(on_screen.x()) - on_screen.x(), round(on_screen.y()) - on_screen.y()) / ratio
        )
        ink = self._theme.colours.qr_ink
        for row, line in enumerate(self._modules):
            for start, end in runs_of(line):
                painter.fillRect(QRectF(start * module, row * module, (end - start) * module, module), ink)

    def _show_made(self) -> None:
        if self._made is not None and self._made.done():
            self._look.stop()
            self._modules = self._made.result()
            self.update()
            self.encoded.emit()


def runs_of(line: bytes) -> list[tuple[int, int]]:
    """Where black begins and ends in a row of modules, each as (first, one behind the last)."""
    edges = [
        at for at, (before, now) in enumerate(zip(b"\0" + line, line + b"\0", strict=True)) if before != now
    ]
    return list(zip(edges[::2], edges[1::2], strict=True))
