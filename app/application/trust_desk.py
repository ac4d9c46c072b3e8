"""Who we are and whom we know: our certificates, the pinned hubs, their six words. Asks nobody anything."""

from __future__ import annotations

import time
from functools import partial

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from app.client.address import Address
from app.net.judging import Judge
from app.paths import Places
from app.security.certificate import Identity, load_or_make
from app.security.pins import Pin, Pins
from app.security.trust import Judgement, judge
from app.security.words import six_words

ME = "me"  # the names of certificate and key in the data folder
HUB = "hub"
PINS_FILE = "hubs.json"


class TrustDesk(QObject):
    """Certificates and pins of one profile.

    Raises SecurityError with a sentence when its files cannot be used.

    Signals:
        words_known(str): the six words of a fingerprint have been worked out.
    """

    words_known = Signal(str)
    _worked_out = Signal(str, object)

    def __init__(self, places: Places, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._places = places
        self.me: Identity = load_or_make(places.data, ME, "Hubbub")
        self._hub: Identity | None = None
        self._pins = Pins(places.data / PINS_FILE)
        self._words: dict[str, tuple[str, ...]] = {}
        self._asked: set[str] = set()
        self._worked_out.connect(self._on_worked_out)

    @property
    def hub(self) -> Identity:
        """What our own hub is known by; made when it is first hosted. Raises SecurityError."""
        if self._hub is None:
            self._hub = load_or_make(self._places.data, HUB, "Hubbub hub")
        return self._hub

    def judge_for(self, address: Address, accepted: str = "") -> Judge:
        """How the certificate that `address` shows is judged; `accepted` is one that the person chose to join."""
        return partial(self._judge, address, accepted)

    def pin_at(self, address: Address) -> Pin | None:
        """The hub that was last seen at an address."""
        return self._pins.by_address(_place(address))

    def pin_of(self, fingerprint: str) -> Pin | None:
        return self._pins.by_fingerprint(fingerprint)

    def remember(self, fingerprint: str, *, name: str, address: Address, verified: str = "") -> None:
        """Pin a hub that was joined, or note where it is now and how it was verified."""
        pin = self._pins.remember(fingerprint, name=name, address=_place(address), now=time.time())
        if verified and not pin.verified:
            self._pins.mark_verified(fingerprint, verified)

    def mark_verified(self, fingerprint: str, how: str) -> None:
        """The host proved to be the right one: by "link", "password", "words" or "authority"."""
        self._pins.mark_verified(fingerprint, how)

    def forget(self, fingerprint: str) -> None:
        """Take a hub for unknown again."""
        self._pins.forget(fingerprint)

    def words_of(self, fingerprint: str) -> tuple[str, ...]:
        """The six words of a certificate; () while they are worked out, then words_known follows."""
        known = self._words.get(fingerprint, ())
        if not known and fingerprint and fingerprint not in self._asked:
            self._asked.add(fingerprint)
            QThreadPool.globalInstance().start(_Words(fingerprint, self))
        return known

    def tell_words(self, fingerprint: str, words: tuple[str, ...]) -> None:
        """Called in the worker's thread; the signal brings it home."""
        self._worked_out.emit(fingerprint, words)

    @Slot(str, object)
    def _on_worked_out(self, fingerprint: str, words: tuple[str, ...]) -> None:
        self._words[fingerprint] = words
        self.words_known.emit(fingerprint)

    def _judge(self, address: Address, accepted: str, fingerprint: str, authority: bool) -> Judgement:
        return judge(
            fingerprint=fingerprint,
            address=_place(address),
            expected=address.fingerprint,
            authority=authority,
            pins=self._pins,
            accepted=accepted,
        )


class _Words(QRunnable):
    """Works out six words beside the event loop: about a tenth of a second."""

    def __init__(self, fingerprint: str, desk: TrustDesk) -> None:
        super().__init__()
        self._fingerprint = fingerprint
        self._desk = desk

    def run(self) -> None:
        self._desk.tell_words(self._fingerprint, six_words(self._fingerprint))


def _place(address: Address) -> str:
    host = f"[{address.host}]" if ":" in address.host else address.host
    return f"{host}:{address.port}"
