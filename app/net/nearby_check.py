"""Finds out why no rooms are found nearby: looks at this computer's networks, and who answers on them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.diagnosis.search_check import SearchDiagnosis, SearchFacts, check_search
from app.diagnosis.verdicts import Certainty
from app.discovery.local_networks import surroundings
from app.net.deadline import Deadline
from app.net.network_check import NetworkCheck, NetworkTools

MOST_MS = 5000


class NearbyCheck(QObject):
    """One check; used once.

    Signals:
        judged: SearchDiagnosis, whenever it is another one; the last of them is no UNKNOWN_YET.
    """

    judged = Signal(object)

    def __init__(
        self, routers: frozenset[str], parent: QObject | None = None, *, tools: NetworkTools | None = None
    ) -> None:
        """`routers`: of this computer."""
        super().__init__(parent)
        self._tools = tools or NetworkTools()
        self._interfaces = self._tools.look()
        near = surroundings(self._interfaces, routers)
        self._network = NetworkCheck(near, self._interfaces, self._tools, self)
        self._network.changed.connect(self._turn)
        self._sign_in = self._tools.wants_sign_in()
        self._latest: SearchDiagnosis | None = None
        self._is_over = False
        self._deadline = Deadline(MOST_MS, self)
        self._deadline.passed.connect(self._on_deadline)

    def start(self) -> None:
        """Begin."""
        self._deadline.start()
        self._network.start()
        if not self._is_over:
            self._network.ask(sweeps=True)

    def cancel(self) -> None:
        """Stop without a word."""
        self._is_over = True
        self._deadline.stop()
        self._network.cancel()

    def _on_deadline(self) -> None:
        self._judge(is_over=True)

    def _turn(self) -> None:
        self._judge(is_over=False)

    def _judge(self, *, is_over: bool) -> None:
        if self._is_over:
            return
        found = check_search(
            SearchFacts(
                interfaces=self._interfaces,
                router=self._network.router,
                others=self._network.others,
                sign_in=self._sign_in,
                is_over=is_over,
            )
        )
        if found.certainty is not Certainty.NONE:
            self.cancel()
        if found != self._latest:
            self._latest = found
            self.judged.emit(found)
