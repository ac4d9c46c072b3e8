"""A picture of a conversation, looked at whole, over the window: zoom, the next one, save, copy."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.client.wishes import Wish
from app.guard import guarded
from app.irc.file_tag import SharedFile
from app.models.file_kinds import can_view, is_picture, preview_id
from app.models.room import Room
from app.models.room_wishes import SaveFile, WantPicture
from app.models.timeline_entries import MessageEntry
from app.models.timeline_words import full_moment
from app.ui.action import Action, run_at_key
from app.ui.pictures.picture_decoder import DecodedPicture, PictureProblem
from app.ui.pictures.picture_motion import PictureMotion
from app.ui.pictures.picture_thread import PictureThread
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.labels import ElidedLabel, Label
from app.ui.widgets.modal_overlay import ModalOverlay
from app.ui.widgets.scaled_layouts import scaled_column, scaled_row
from app.ui.widgets.tab_order import focus_next
from app.ui.window.picture_canvas import PictureCanvas
from app.words import common_words, shared_file_words

_WHOLE_WINDOW = 10_000  # pixels: all that there is
_ROOM_FOR_ALL = 400  # pixels at 100 % text: in less the buttons alone have room
_DECODED = QSize(6000, 6000)  # pixels: 144 MB at most while one looks


class ViewerAction(Enum):
    """The id of each thing that is done with the picture."""

    PREVIOUS = "previous"
    NEXT = "next"
    ZOOM_OUT = "zoom-out"
    ZOOM_IN = "zoom-in"
    FIT = "fit"
    COPY = "copy"
    SAVE = "save"
    SHOW_MESSAGE = "show-message"
    CLOSE = "close"


_STEPS = (ViewerAction.PREVIOUS, ViewerAction.NEXT)


@guarded()
class PictureViewer(ModalOverlay):
    """Shows the picture of a message of `room`, and the others that are loaded there.

    Signals:
        wished(Wish): a picture is wanted, or is to be saved.
        message_wanted(str): the person wants to see the message, by its id.
    """

    wished = Signal(Wish)
    message_wanted = Signal(str)

    def __init__(self, theme: Theme, room: Room, entry: MessageEntry, over: QWidget) -> None:
        title = shared_file_words.PICTURE()
        super().__init__(theme, over, title=title, width=_WHOLE_WINDOW, height=_WHOLE_WINDOW)
        self._room = room
        self._files = room.connection.files
        self.entry = entry
        self._images: dict[str, QImage] = {}  # by the id of their bytes, of this picture alone
        self._problem = ""
        self._thread = PictureThread(self)
        self._thread.done.connect(self._on_decoded)
        self._thread.failed.connect(self._on_failed)
        self._motion = PictureMotion(self)
        self._motion.moved.connect(self._on_moved)
        self._files.preview_changed.connect(self._on_preview)
        self.canvas: PictureCanvas = PictureCanvas(theme)
        self.canvas.zoomed.connect(self._show_zoom)
        self.name = ElidedLabel("", TypeRole.NAME, mode=Qt.TextElideMode.ElideMiddle)
        self.told = ElidedLabel("", TypeRole.META, "text2")
        self.percent = Label("", TypeRole.META, "text2")
        self.buttons = {row.id: self._button(row) for row in VIEWER_ACTIONS}
        self._lay_out()

    def begin(self) -> None:
        """Show it, once its signals lead somewhere."""
        self.show_entry(self.entry)
        self.open_with(self.canvas)

    def _button(self, row: Action[PictureViewer]) -> IconButton:
        keys = " · ".join(row.key_names())
        button = IconButton(self._theme, row.icon, f"{row.name()} ({keys})")
        button.clicked.connect(partial(row.run, self))
        return button

    def _lay_out(self) -> None:
        column = scaled_column(self._theme, self.card)
        column.set_spacing(8)
        self.set_card_margins(16, 8, 8, 8)
        head = scaled_row(self._theme)
        head.set_spacing(2)
        names = scaled_column(self._theme)
        names.set_spacing(0)
        names.addWidget(self.name)
        names.addWidget(self.told)
        head.addLayout(names, 1)
        head.addWidget(self.buttons[ViewerAction.CLOSE])
        tools = scaled_row(self._theme)
        tools.set_spacing(2)
        tools.addStretch(1)
        for step in _STEPS:
            policy = self.buttons[step].sizePolicy()
            policy.setRetainSizeWhenHidden(True)  # the others stay where they are
            self.buttons[step].setSizePolicy(policy)
        for action, button in self.buttons.items():
            if action is not ViewerAction.CLOSE:
                tools.addWidget(button)
            if action is ViewerAction.ZOOM_OUT:
                tools.addWidget(self.percent)
        tools.addStretch(1)
        column.addLayout(head)
        column.addWidget(self.canvas, 1)
        column.addLayout(tools)

    # -- which picture

    def pictures(self) -> list[MessageEntry]:
        """The messages with pictures that are loaded in the room, in order."""
        timeline = self._room.timeline
        return [
            entry
            for entry in timeline.entries
            if isinstance(entry, MessageEntry)
            and entry.file is not None
            and is_picture(entry.file)
            and not timeline.ignored.hides(entry)
        ]

    def show_entry(self, entry: MessageEntry) -> None:
        """Show the picture of another message."""
        self.entry = entry
        self._motion.stop()
        self._images.clear()
        self._problem = ""
        self.canvas.begin()
        file = entry.file
        assert file is not None, "a message without a picture"
        self.name.set_full_text(file.name)
        for key in {preview_id(file), file.id} - {""}:
            self._on_preview(key)
        if can_view(file) and not self._files.preview(file.id):
            self.wished.emit(WantPicture(file))
        self._follow()

    def step(self, by: int) -> None:
        """To a later (1) or an earlier (-1) picture, if there is one."""
        if (following := self._following(by)) is not None:
            self.show_entry(following)

    def _following(self, by: int) -> MessageEntry | None:
        pictures, own = self.pictures(), self.entry.file
        at = next((at for at, each in enumerate(pictures) if each.file == own), None)
        if at is None or not 0 <= at + by < len(pictures):
            return None
        return pictures[at + by]

    # -- its image

    @Slot(str)
    def _on_preview(self, key: str) -> None:
        file = self.entry.file
        if file is None or key not in (file.id, preview_id(file)):
            return
        data = self._files.preview(key)
        if data:
            self._thread.decode(key, data, _DECODED)
        elif data is not None and key == file.id:
            self._problem = shared_file_words.NOT_SHOWN()
            self._follow()

    @Slot(str, object)
    def _on_decoded(self, key: str, picture: DecodedPicture) -> None:
        self._images[key] = picture.image
        self._follow()
        data = self._files.preview(key)
        is_whole = self.entry.file is not None and key == self.entry.file.id
        if data and is_whole and self._theme.duration(1):  # 0 for who wants nothing to move
            self._motion.play(data)

    @Slot(QImage)
    def _on_moved(self, image: QImage) -> None:
        file = self.entry.file
        if file is not None and file.id in self._images:
            self._images[file.id] = image
            self._show_image(file, image)

    @Slot(str, object)
    def _on_failed(self, key: str, problem: PictureProblem) -> None:
        if self.entry.file is not None and key == self.entry.file.id:
            too_large = problem is PictureProblem.TOO_LARGE
            words = shared_file_words.TOO_LARGE_TO_SHOW if too_large else shared_file_words.NOT_SHOWN
            self._problem = words()
            self._follow()

    @property
    def image(self) -> QImage | None:
        """The whole picture, None as long as it is not here."""
        return self._images.get(self.entry.file.id) if self.entry.file is not None else None

    def _follow(self) -> None:
        """Bring everything into step with what is here of the picture."""
        file = self.entry.file
        assert file is not None
        image = self.image if self.image is not None else self._images.get(preview_id(file))
        self._show_image(file, image)
        pictures: Sequence[MessageEntry] = self.pictures()
        at = next((at for at, each in enumerate(pictures) if each.file == file), None)
        told = [self.entry.shown_name, full_moment(self.entry.time)]
        if at is not None and len(pictures) > 1:
            told.append(shared_file_words.ONE_OF(number=at + 1, count=len(pictures)))
        self.told.set_full_text(" · ".join(told))
        self.canvas.setAccessibleName(", ".join([file.name, *told, self._words()]).rstrip(", "))
        for row in VIEWER_ACTIONS:
            button, can = self.buttons[row.id], row.usable(self)
            if button.hasFocus() and not can:
                self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
            button.setEnabled(can)
            if row.id in _STEPS:  # at an end there is nothing to press
                button.setVisible(can)

    def _show_image(self, file: SharedFile, image: QImage | None) -> None:
        size = QSize(file.width, file.height)
        if size.isEmpty():
            size = image.size() if image is not None else QSize(1, 1)
        self.canvas.show_picture(image, size, self._words())

    def _words(self) -> str:
        """What is said where the whole picture is not here."""
        file = self.entry.file
        if self.image is not None or file is None:
            return ""
        if not can_view(file):
            return shared_file_words.TOO_LARGE_TO_SHOW()
        return self._problem or shared_file_words.LOADING_PICTURE()

    @Slot()
    def _show_zoom(self) -> None:
        self.percent.setText(shared_file_words.PERCENT(percent=self.canvas.percent))

    # -- what is done with it

    def copy(self) -> None:
        """Put the picture on the clipboard."""
        if self.image is not None:
            QGuiApplication.clipboard().setImage(self.image)

    def save(self) -> None:
        """Save the picture where the person wants it."""
        if self.entry.file is not None:
            self.wished.emit(SaveFile(self.entry.file, "", self.entry.shown_name))

    def show_message(self) -> None:
        """Close, and go to the message."""
        self.dismiss()
        self.message_wanted.emit(self.entry.msgid)

    def may_step(self, by: int) -> bool:
        """Whether there is a picture there."""
        return self._following(by) is not None

    def dismiss(self) -> None:
        """Close; nothing is decoded any more."""
        self._thread.stop()
        self._motion.stop()
        super().dismiss()

    # -- what Qt calls

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not run_at_key(VIEWER_ACTIONS, event, self):
            super().keyPressEvent(event)
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round between the picture and its buttons."""
        return focus_next(self.card, forward=forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.percent.setVisible(self.width() >= self._theme.scaled(_ROOM_FOR_ALL))


VIEWER_ACTIONS: tuple[Action[PictureViewer], ...] = (
    Action(
        ViewerAction.PREVIOUS,
        shared_file_words.PREVIOUS_PICTURE,
        lambda viewer: viewer.step(-1),
        keys=("Left", "PgUp"),
        icon="arrow-left",
        usable=lambda viewer: viewer.may_step(-1),
    ),
    Action(
        ViewerAction.NEXT,
        shared_file_words.NEXT_PICTURE,
        lambda viewer: viewer.step(1),
        keys=("Right", "PgDown", "Space"),
        icon="arrow-right",
        usable=lambda viewer: viewer.may_step(1),
    ),
    Action(
        ViewerAction.ZOOM_OUT,
        shared_file_words.ZOOM_OUT,
        lambda viewer: viewer.canvas.zoom_out(),
        keys=("-",),
        icon="minus",
    ),
    Action(
        ViewerAction.ZOOM_IN,
        shared_file_words.ZOOM_IN,
        lambda viewer: viewer.canvas.zoom_in(),
        keys=("+", "="),
        icon="plus",
    ),
    Action(
        ViewerAction.FIT,
        shared_file_words.FIT,
        lambda viewer: viewer.canvas.fit(),
        keys=("0",),
        icon="fit",
    ),
    Action(
        ViewerAction.COPY,
        common_words.COPY,
        PictureViewer.copy,
        keys=("Ctrl+C",),
        icon="copy",
        usable=lambda viewer: viewer.image is not None,
    ),
    Action(
        ViewerAction.SAVE, shared_file_words.SAVE_AS, PictureViewer.save, keys=("Ctrl+S",), icon="download"
    ),
    Action(
        ViewerAction.SHOW_MESSAGE,
        shared_file_words.SHOW_MESSAGE,
        PictureViewer.show_message,
        keys=("Return",),
        icon="room",
        usable=lambda viewer: bool(viewer.entry.msgid),
    ),
    Action(ViewerAction.CLOSE, common_words.CLOSE, PictureViewer.dismiss, keys=("Esc",), icon="close"),
)
