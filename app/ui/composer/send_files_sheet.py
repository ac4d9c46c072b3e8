"""The sheet that asks before files are sent: what they are, and what is said with them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from app.guard import guarded
from app.ui.composer.message_edit import offer_of
from app.ui.composer.offered_file_row import OfferedFileRow
from app.ui.composer.offered_files import CheckedOffer, OfferedFile, ReadyFile, size_problem, wishes_of
from app.ui.pictures.picture_decoder import PictureProblem
from app.ui.pictures.picture_thread import PictureThread
from app.ui.pictures.thumbnail_maker import (
    PreparedPicture,
    bare_file_size,
    bare_picture,
    prepare_image,
    prepare_picture,
    prepare_picture_file,
)
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.form_fields import ErrorLabel, TextField
from app.ui.widgets.modal_overlay import ListArea, ModalOverlay
from app.ui.widgets.question_header import QuestionHeader
from app.ui.widgets.scaled_layouts import scaled_column, scaled_row
from app.words import common_words, file_words

_WIDTH = 440
LONGEST_CAPTION = 300  # characters: more is a message of its own


@guarded()
class SendFilesSheet(ModalOverlay):
    """Shows what would be sent to `room`, and makes pictures ready meanwhile. Enter sends.

    Signals:
        agreed(tuple): the OfferFile wishes of what the person wants to send.
        more_offered(Offer): files or a picture were pasted where one writes about the others.
    """

    agreed = Signal(tuple)
    more_offered = Signal(object)

    def __init__(
        self, theme: Theme, over: QWidget, offer: CheckedOffer, *, room: str, largest: int, caption: str
    ) -> None:
        """`largest` bytes may be in a file, 0 for no limit; `caption` is what it begins with."""
        title = _title(offer)
        super().__init__(theme, over, title=title, width=_WIDTH)
        self._largest = largest
        self._ready = {str(number): ReadyFile(file) for number, file in enumerate(offer.files)}
        self._pending: set[str] = set()
        self._not_shown: set[str] = (
            set()
        )  # pictures too large for that, of which the bytes alone are looked at
        self._is_agreed = False
        self._header = QuestionHeader(theme, title, file_words.SEND_TO(room=room))
        self._problems = ErrorLabel(theme)
        self.caption = TextField(theme, file_words.CAPTION(), placeholder=file_words.CAPTION_HINT())
        self.caption.edit.setMaxLength(LONGEST_CAPTION)
        self.caption.set_text(caption)
        self.caption.submitted.connect(self._submit)
        self.caption.edit.installEventFilter(self)
        self.cancel = Button(theme, common_words.CANCEL())
        self.cancel.clicked.connect(self.dismiss)
        self.send = Button(theme, file_words.SEND(), ButtonKind.PRIMARY)
        self.send.clicked.connect(self._submit)
        self.rows = {key: self._make_row(key, one.file) for key, one in self._ready.items()}
        self._lay_out()
        self._problems.set_text("\n".join(offer.problems))
        self._thread = PictureThread(self)
        self._thread.done.connect(self._on_prepared)
        self._thread.failed.connect(self._on_failed)
        for key, one in self._ready.items():
            self._prepare(key, one.file)
        self.open_with(self.caption.edit)
        QTimer.singleShot(0, self, self._place)  # what wraps has its height then

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside the sheet."""
        crosses = [row.cross for row in self.rows.values() if row.cross.isVisibleTo(row)]
        chain: list[QWidget] = [self.caption.edit, *crosses, self.cancel, self.send]
        current = self.focusWidget()
        at = chain.index(current) if current in chain else -1
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        following = chain[(at + (1 if forward else -1)) % len(chain)]
        following.setFocus(reason)
        if following in crosses:
            self._area.ensureWidgetVisible(following)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            offer = None
            if event.matches(QKeySequence.StandardKey.Paste):
                offer = offer_of(QGuiApplication.clipboard().mimeData())
            if offer is not None:
                if self.send.isEnabled():
                    self.more_offered.emit(offer)
                return True
        return super().eventFilter(watched, event)

    @property
    def offered(self) -> CheckedOffer:
        """What it asks about now, with what it says of others."""
        problems = tuple(self.problems().splitlines())
        return CheckedOffer(tuple(one.file for one in self._ready.values()), problems)

    def problems(self) -> str:
        """What is said of files that cannot be sent, a line for each."""
        return self._problems.text()

    def dismiss(self) -> None:
        """Close without sending."""
        self._thread.stop()
        super().dismiss()

    # -- building

    def _make_row(self, key: str, file: OfferedFile) -> OfferedFileRow:
        row = OfferedFileRow(self._theme, file, is_alone=len(self._ready) == 1)
        row.left_out.connect(partial(self._leave_out, key))
        return row

    def _lay_out(self) -> None:
        gap = self._theme.metrics.spacing
        body = QWidget()
        listed = scaled_column(self._theme, body)
        listed.set_margins(0, 0, 0, 0)
        listed.set_spacing(gap.one)
        for row in self.rows.values():
            listed.addWidget(row)
        self._area = ListArea(body)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        foot = scaled_row(self._theme)
        foot.set_spacing(gap.one_half)
        foot.addStretch()
        foot.addWidget(self.cancel)
        foot.addWidget(self.send)
        column = scaled_column(self._theme, self.card)
        column.set_spacing(gap.two)
        self.set_card_margins(gap.three, gap.three, gap.three, gap.three)
        column.addWidget(self._header)
        column.addWidget(self._area, 1)
        column.addWidget(self._problems)
        column.addWidget(self.caption)
        column.addLayout(foot)

    # -- making pictures ready

    def _prepare(self, key: str, file: OfferedFile) -> None:
        if file.kind is None:
            return
        self._pending.add(key)
        if file.image is not None:
            self._thread.run(key, partial(prepare_image, file.image))
        elif file.path:
            self._thread.run(key, partial(prepare_picture_file, file.path))
        else:
            self._thread.run(key, partial(prepare_picture, file.data))

    @Slot(str, object)
    def _on_prepared(self, key: str, result: object) -> None:
        """A picture is ready. What is sent is in memory where it is no file; of a file it is made then."""
        file = self._ready[key].file
        picture = result if isinstance(result, PreparedPicture) else None
        data = picture.data if picture is not None else result if isinstance(result, bytes) else b""
        bare_size = picture.bare_size if picture is not None else result if isinstance(result, int) else 0
        is_bare = bool(bare_size or (data and file.image is None))
        if data:
            file = replace(file, data=data, size=len(data), image=None)
        elif bare_size:
            file = replace(file, size=bare_size, is_stripped=True)
        self._ready[key] = ReadyFile(file, picture)
        row = self.rows[key]
        if picture is not None:
            row.preview.set_image(picture.image)
            row.show_size(file.size, picture.width, picture.height, is_bare=is_bare)
        else:
            row.show_size(file.size, is_bare=is_bare)
        if problem := size_problem(file.name, file.size, self._largest):
            self._refuse(problem)
        self._settle(key)

    @Slot(str, PictureProblem)
    def _on_failed(self, key: str, problem: PictureProblem) -> None:
        """It is no picture that anybody can show, and is sent as any other file; yet it tells no place."""
        file = self._ready[key].file
        is_too_large = problem is PictureProblem.TOO_LARGE and key not in self._not_shown
        if is_too_large and file.image is None:
            self._not_shown.add(key)  # those may be too many as well
            if file.path:
                self._thread.run(key, partial(bare_file_size, file.path))
            else:
                self._thread.run(key, partial(bare_picture, file.data))
            return
        if file.image is not None:
            self._refuse(file_words.PICTURE_NOT_READ())
        self._settle(key)

    def _refuse(self, problem: str) -> None:
        """There is nothing to send: of the clipboard comes one picture alone."""
        self._is_agreed = False
        self._problems.set_text(problem)
        self.send.setEnabled(False)
        self._place()

    def _settle(self, key: str) -> None:
        self._pending.discard(key)
        if self._is_agreed and not self._pending:
            self._agree()

    # -- what the person wants

    def _leave_out(self, key: str) -> None:
        self._thread.cancel(key)
        del self._ready[key]
        self.rows.pop(key).deleteLater()
        if not self._ready:
            self.dismiss()
            return
        self.caption.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._settle(key)
        QTimer.singleShot(0, self, self._place)

    @Slot()
    def _submit(self) -> None:
        if not self.send.isEnabled():
            return
        if self._pending:  # a moment at most
            self._is_agreed = True
            self.send.setEnabled(False)
            self.send.setText(file_words.PREPARING())
        else:
            self._agree()

    def _agree(self) -> None:
        wishes = wishes_of(tuple(self._ready.values()), self.caption.text())
        self.dismiss()
        self.agreed.emit(wishes)


def _title(offer: CheckedOffer) -> str:
    if len(offer.files) > 1:
        return file_words.SEND_FILES(len(offer.files))
    is_picture = any(file.kind is not None for file in offer.files)
    return file_words.SEND_A_PICTURE() if is_picture else file_words.SEND_A_FILE()
