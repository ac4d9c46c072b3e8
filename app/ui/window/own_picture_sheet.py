"""The sheet in which one chooses what others see in place of one's initials. Shows it to nobody itself."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, QStandardPaths, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QWidget

from app.guard import guarded
from app.ui.composer.message_edit import Offer, holds_offer, offer_of
from app.ui.pictures.picture_decoder import (
    DecodedPicture,
    PictureError,
    PictureProblem,
    decode_picture,
    fitted,
)
from app.ui.pictures.picture_thread import PictureThread
from app.ui.pictures.thumbnail_maker import make_avatar, read_picture_file
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.form_fields import ErrorLabel
from app.ui.widgets.labels import Label
from app.ui.widgets.modal_overlay import ListArea, ModalOverlay
from app.ui.widgets.question_header import QuestionHeader
from app.ui.widgets.scaled_layouts import scaled_column, scaled_row
from app.ui.window.picture_crop import PictureCrop
from app.words import common_words, people_words

_WIDTH = 420
_WITHIN = QSize(1600, 1600)  # pixels: a sixth of its side is still sharp in an avatar
_PATTERNS = "*.png *.jpg *.jpeg *.gif *.webp"
_KEY = "picture"


@guarded()
class OwnPictureSheet(ModalOverlay):
    """Takes a picture that is chosen, pasted or dropped, and lets the person cut a square of it.

    Signals:
        chosen(bytes): a small picture to be shown from now on, a PNG or a JPEG.
        removed(): none is to be shown any more.
    """

    chosen = Signal(bytes)
    removed = Signal()

    def __init__(self, theme: Theme, over: QWidget, *, has_picture: bool) -> None:
        """`has_picture`: whether there is one to be removed."""
        super().__init__(theme, over, title=people_words.YOUR_PICTURE(), width=_WIDTH)
        self._image: QImage | None = None
        self.crop = PictureCrop(theme)
        self.crop.entered.connect(self._use)
        self.problem = ErrorLabel(theme)
        self._hint = Label(people_words.KINDS_OF_PICTURES(), TypeRole.META, "text3", wrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.file = Button(theme, people_words.CHOOSE_FILE())
        self.file.clicked.connect(self._choose_file)
        self.remove = Button(theme, people_words.REMOVE_PICTURE(), ButtonKind.DANGER)
        self.remove.clicked.connect(self._remove)
        self.remove.setVisible(has_picture)
        self.cancel = Button(theme, common_words.CANCEL())
        self.cancel.clicked.connect(self.dismiss)
        self.use = Button(theme, people_words.USE_PICTURE(), ButtonKind.PRIMARY)
        self.use.clicked.connect(self._use)
        self.use.setEnabled(False)
        self._thread = PictureThread(self)
        self._thread.done.connect(self._on_decoded)
        self._thread.failed.connect(self._on_failed)
        self.setAcceptDrops(True)
        self._lay_out()
        self.open_with(self.file)
        QTimer.singleShot(0, self, self._place)  # what wraps has its height then

    def dismiss(self) -> None:
        """Close and change nothing."""
        self._thread.stop()
        super().dismiss()

    # -- what Qt calls

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside the sheet."""
        every = (self.crop, self.file, self.remove, self.cancel, self.use)
        chain = [widget for widget in every if widget.isVisibleTo(self) and widget.isEnabled()]
        current = self.focusWidget()
        at = chain.index(current) if current in chain else -1
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        following = chain[(at + (1 if forward else -1)) % len(chain)]
        following.setFocus(reason)
        if self._area.isAncestorOf(following):
            self._area.ensureWidgetVisible(following)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            if (offer := offer_of(QGuiApplication.clipboard().mimeData())) is not None:
                self.take(offer)
            event.accept()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if holds_offer(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)  # a file manager that moves would delete its own
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        if (offer := offer_of(event.mimeData())) is not None:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.take(offer)

    # -- how

    def _lay_out(self) -> None:
        gap = self._theme.metrics.spacing
        of_picture = scaled_row(self._theme)
        of_picture.set_spacing(gap.one_half)
        of_picture.addStretch()
        of_picture.addWidget(self.file)
        of_picture.addWidget(self.remove)
        of_picture.addStretch()
        foot = scaled_row(self._theme)
        foot.set_spacing(gap.one_half)
        foot.addStretch()
        foot.addWidget(self.cancel)
        foot.addWidget(self.use)
        body = QWidget()
        inside = scaled_column(self._theme, body)
        inside.set_margins(0, 0, 0, 0)
        inside.set_spacing(gap.two)
        inside.addWidget(self.crop, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addWidget(self._hint)
        inside.addWidget(self.problem)
        inside.addLayout(of_picture)
        self._area = ListArea(body)  # with large text in a low window it scrolls
        column = scaled_column(self._theme, self.card)
        column.set_spacing(gap.two)
        self.set_card_margins(gap.three, gap.three, gap.three, gap.three)
        title, text = people_words.YOUR_PICTURE(), people_words.YOUR_PICTURE_TEXT()
        column.addWidget(QuestionHeader(self._theme, title, text))
        column.addWidget(self._area, 1)
        column.addLayout(foot)

    def take(self, offer: Offer) -> None:
        """Read the first picture of what was pasted, dropped or chosen."""
        image, data, paths = offer.image, offer.data, offer.paths
        if image is not None:
            self._thread.run(_KEY, partial(_shrunk, image))
        elif data:
            self._thread.decode(_KEY, data, _WITHIN)
        elif paths:
            self._thread.run(_KEY, lambda: decode_picture(read_picture_file(paths[0]), _WITHIN))

    @Slot()
    def _choose_file(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        kinds = f"{people_words.PICTURE_FILES()} ({_PATTERNS})"
        title = people_words.YOUR_PICTURE()
        path, _kind = QFileDialog.getOpenFileName(self.window(), title, folder, kinds)
        if path:
            self.take(Offer((path,)))

    @Slot(str, object)
    def _on_decoded(self, _key: str, result: object) -> None:
        image = result.image if isinstance(result, DecodedPicture) else result
        assert isinstance(image, QImage)
        self._image = image
        self.problem.set_text("")
        self._hint.setText(people_words.HOW_TO_CUT())
        self.crop.show_image(image)
        self.use.setEnabled(True)
        self.crop.setFocus(Qt.FocusReason.OtherFocusReason)
        self._place()

    @Slot(str, PictureProblem)
    def _on_failed(self, _key: str, problem: PictureProblem) -> None:
        is_large = problem is PictureProblem.TOO_LARGE
        self.problem.set_text(people_words.PICTURE_TOO_LARGE() if is_large else people_words.NO_PICTURE())
        self._place()

    @Slot()
    def _use(self) -> None:
        if self._image is None:
            return
        try:
            data = make_avatar(self._image, self.crop.square())
        except PictureError:
            self.problem.set_text(people_words.NO_PICTURE())
            self._place()
        else:
            self.dismiss()
            self.chosen.emit(data)

    @Slot()
    def _remove(self) -> None:
        self.dismiss()
        self.removed.emit()


def _shrunk(image: QImage) -> QImage:
    """An image of the clipboard, small enough to be moved about. Raises PictureError."""
    if image.isNull():
        raise PictureError(PictureProblem.DAMAGED)
    size = fitted(image.size(), _WITHIN)
    keep, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(size, keep, smooth)
