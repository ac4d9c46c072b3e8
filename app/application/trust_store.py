"""Who we are and whom we know: our certificates, the pinned hubs, their six words. Asks nobody anything."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.client.address import Address, Scheme
from app.client.events import Failure
from app.net.tls_handshake import Assess
from app.net.workers import WorkPool
from app.paths import Places
from app.security.certificate import Identity, load_or_make
from app.security.pins import Pin, Pins
from app.security.security_errors import SecurityError
from app.security.six_words import six_words
from app.security.trust import Assessment, assess_certificate
from app.words import system_words

T = TypeVar("T")

ME = "me"  # the names of certificate and key in the data folder
HUB = "hub"
PINS_FILE = "hubs.json"


class TrustStore(QObject):
    """Certificates and pins of one profile.

    A damaged file is set aside and a new one made; `problem` is then the sentence that says so, else "".
    Raises SecurityError when files cannot be made at all.

    Signals:
        words_known(str): the six words of a fingerprint have been worked out.
    """

    words_known = Signal(str)

    def __init__(self, places: Places, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._places = places
        self.problem = ""
        self.me: Identity = self._twice(lambda: load_or_make(places.data, ME, "Hubbub", now=time.time()))
        self._hub: Identity | None = None
        self._pins: Pins = self._twice(partial(Pins, places.data / PINS_FILE))
        self._words: dict[str, tuple[str, ...]] = {}
        self._asked: set[str] = set()
        self._work = WorkPool(self, run=_work_out)

    def _twice(self, make: Callable[[], T]) -> T:
        """The first try sets a damaged file aside, the second begins anew."""
        try:
            return make()
        except SecurityError as error:
            self.problem = system_words.security_words(error)
        return make()

    @property
    def hub(self) -> Identity:
        """What our own hub is known by; made when it is first hosted. Raises SecurityError."""
        if self._hub is None:
            self._hub = load_or_make(self._places.data, HUB, "Hubbub hub", now=time.time())
        return self._hub

    def assessor_for(self, address: Address, accepted: str = "", *, remembered: bool = False) -> Assess:
        """How the certificate that `address` shows is judged; `accepted` is one that the person chose.

        `remembered`: the fingerprint in `address` is that of an earlier visit, and no link's.
        """
        return partial(self._assess, address, accepted, remembered)

    def pin_at(self, address: Address) -> Pin | None:
        """The hub that was last seen at an address."""
        return self._pins.by_address(_place(address))

    def pin_for(self, address: Address) -> Pin | None:
        """The hub that an address means: that of its fingerprint, else the last that was seen there."""
        return self._pins.by_fingerprint(address.fingerprint) if address.fingerprint else self.pin_at(address)

    def asks_about(self, address: Address, failure: Failure) -> bool:
        """Whether the person is asked. A known hub that stops encrypting is never joined all the same, and
        behind an invite link stands one of our own: it always encrypts and never wants the password itself.
        """
        if failure is Failure.NOT_ENCRYPTED:
            return address.scheme is Scheme.TYPED and self.pin_at(address) is None
        if failure is Failure.PASSWORD_NOT_SAFE:
            return address.scheme is not Scheme.HUBBUB
        return failure in (Failure.HOST_CHANGED, Failure.LINK_MISMATCH)

    def known_names(self) -> dict[str, str]:
        """The name of each hub that was joined, "" where none is known, by fingerprint."""
        return {pin.fingerprint: pin.name for pin in self._pins.all()}

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
            self._work.submit("words", fingerprint, partial(self._on_worked_out, fingerprint))
        return known

    def _on_worked_out(self, fingerprint: str, words: object) -> None:
        if isinstance(words, tuple):
            self._words[fingerprint] = words
            self.words_known.emit(fingerprint)

    def _assess(
        self, address: Address, accepted: str, remembered: bool, fingerprint: str, authority: bool
    ) -> Assessment:
        return assess_certificate(
            fingerprint=fingerprint,
            address=_place(address),
            expected=address.fingerprint,
            authority=authority,
            pins=self._pins,
            accepted=accepted,
            remembered=remembered,
        )


def _work_out(_kind: str, fingerprint: object) -> object:
    return six_words(fingerprint) if isinstance(fingerprint, str) else ()


def _place(address: Address) -> str:
    host = f"[{address.host}]" if ":" in address.host else address.host
    return f"{host}:{address.port}"
