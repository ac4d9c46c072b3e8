"""Calls for help by DNS-SD: for a few seconds a host hears that somebody cannot get into its room."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Slot

from app.diagnosis.help_call import CALL_SECONDS, SALT_DIGITS, SERVICE_TYPE, HelpCall, HelpCalls, write_call
from app.diagnosis.verdicts import Diagnosis
from app.discovery.local_networks import LocalInterface, announced_on
from app.discovery.service import Service
from app.net.dns_sd import DnsSd
from app.net.interfaces import local_interfaces

_DIGITS = 16  # of the salt, in the service's name: no two calls have one name


class HelpCaller(QObject):
    """One call after the other."""

    def __init__(
        self,
        dns_sd: DnsSd,
        parent: QObject | None = None,
        *,
        look: Callable[[], Sequence[LocalInterface]] = local_interfaces,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`dns_sd` is this object's alone; it opens and closes it."""
        super().__init__(parent)
        self._dns_sd = dns_sd
        self._look = look
        self._clock = clock
        self._calls = HelpCalls()
        self._end = QTimer(self, singleShot=True, interval=round(CALL_SECONDS * 1000))
        self._end.timeout.connect(self.stop)

    def call(self, diagnosis: Diagnosis, fingerprint: str) -> bool:
        """Call the host of the room with this fingerprint; whether there is something to call about."""
        made = self._calls.take(diagnosis, fingerprint, secrets.token_hex(SALT_DIGITS // 2), self._clock())
        if made is None:
            return False
        self._dns_sd.open()
        self._dns_sd.follow(announced_on(self._look()))
        self._dns_sd.register(help_service(made))
        self._end.start()
        return True

    @Slot()
    def stop(self) -> None:
        """Call no more."""
        self._end.stop()
        self._dns_sd.close()


def help_service(call: HelpCall) -> Service:
    """A call as a service. The port is the room's, at which this computer has nothing."""
    name = call.salt[:_DIGITS]
    return Service(
        kind=SERVICE_TYPE, name=name, host=f"hubbub-help-{name}", port=call.port, txt=write_call(call)
    )
