"""Pictures that people show in place of their initials, as images by an id, as many as some screens show.

Nothing is looked for that was not painted. Knows neither who somebody is nor where a picture comes from.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

OWN_PICTURE = "own"  # the id of what this person has chosen on this computer
# Pixels of a side: the avatar of a message at 200 % text on a screen of ratio 2.
PICTURE_SIDE = 128
# Of them, 64 KB each; a screen shows some fifty people.
_KEPT = 256
_LOOK_MS = 40  # of whoever scrolls past nothing is asked for


class AvatarPictures(QObject):
    """The images that avatars are painted with.

    Signals:
        wanted(tuple): ids of which avatars were painted without an image just now.
        changed(): an avatar looks different now: paint again.
    """

    wanted = Signal(tuple)
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._images: OrderedDict[str, QImage] = OrderedDict()
        self._missed: dict[str, None] = {}  # in the order in which they were painted
        self._soon = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._soon.timeout.connect(self._ask)

    @property
    def ids(self) -> tuple[str, ...]:
        """Those that are here."""
        return tuple(self._images)

    def image(self, picture: str) -> QImage | None:
        """An image to be painted now, None as long as it is not here: it is wanted then."""
        image = self._images.get(picture)
        if image is not None:
            self._images.move_to_end(picture)
            return image
        self._missed[picture] = None
        if not self._soon.isActive():
            self._soon.start()
        return None

    def put(self, picture: str, image: QImage) -> None:
        """A picture is here; the longest unused makes place."""
        self._images[picture] = image
        self._images.move_to_end(picture)
        if len(self._images) > _KEPT:
            self._images.popitem(last=False)
        self.changed.emit()

    def forget(self, pictures: Iterable[str]) -> None:
        """Nobody shows these any more."""
        gone = [self._images.pop(picture, None) for picture in pictures]
        if any(image is not None for image in gone):
            self.changed.emit()

    @Slot()
    def _ask(self) -> None:
        missed, self._missed = tuple(self._missed), {}
        self.wanted.emit(missed)
