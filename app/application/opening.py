"""How a hosted room opens: from its record, the Host card or the command line, after what has to be asked.

Everything is asked before the first socket listens.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Slot

from app.application.joined_servers import JoinedServers
from app.application.opening_questions import (
    CARD,
    Doubt,
    Plan,
    channel_of,
    doubt_about_network,
    doubt_about_port,
    doubt_about_record,
    doubt_about_weaker,
    plan_of,
    unknown_room,
)
from app.files.file_limits import limits_of
from app.hosted_rooms import HostedRoom, HostedRooms
from app.hub.data.config import HubConfig, Newcomers, WebContent
from app.irc.names import channel_from, fold_channel
from app.models.recents import RecentRoom, RecentRooms
from app.net.endpoint import Endpoint, is_taken
from app.net.interfaces import this_computer
from app.ui.start.start_page import StartPage
from app.ui.start.start_requests import HostRequest
from app.ui.window.main_window import MainWindow

Step = Callable[[Plan], Doubt | None]


class Opening(QObject):
    """Takes every wish to host, asks what has to be asked, and lets JoinedServers open the room."""

    def __init__(
        self,
        window: MainWindow,
        page: StartPage,
        rooms: HostedRooms,
        recents: RecentRooms,
        servers: JoinedServers,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._page = page
        self._rooms = rooms
        self._recents = recents
        self._servers = servers
        page.host_requested.connect(self._on_host_requested)
        servers.reopening_wanted.connect(self._reopen)

    def open(self, plan: Plan) -> None:
        """Open a room as somebody has described it; asks where it was better protected the last time.

        A room that its host has renamed since is known by its name of today too.
        """
        record = self._record_of(plan.config)
        if record is None:
            self._go(plan, ())
            return
        # whether it is locked cannot be chosen beforehand
        config = replace(plan.config, room=record.channel, locked=record.locked)
        plan = replace(plan, config=config)
        restored = plan_of(record, name=plan.config.room_name).endpoints
        self._go(plan, (partial(doubt_about_weaker, record), *self._checks(restored)))

    def _record_of(self, config: HubConfig) -> HostedRoom | None:
        record = self._rooms.find(config.room)
        if record is None and config.room == channel_from(config.room_name):  # known by its name alone
            record = self._rooms.titled(config.room_name)
        return record

    @Slot(HostRequest)
    def _on_host_requested(self, request: HostRequest) -> None:
        config = HubConfig(
            room_name=request.room_name,
            newcomers=Newcomers(request.newcomers),
            shown_nearby=request.nearby,
            files=limits_of(request.files),
            web=WebContent(request.browsers),
            web_plain_password=request.plain_password,
        )
        endpoint = Endpoint(request.interface or "", request.port)
        self.open(Plan(config, (endpoint,), request.password))

    @Slot(RecentRoom)
    def _reopen(self, recent: RecentRoom) -> None:
        """Open a room again as it was."""
        channel = channel_of(recent)
        record = self._rooms.find(channel) or unknown_room(channel, self._page.host_card.chosen_newcomers())
        plan = plan_of(record, name=recent.name)
        self._go(plan, (partial(doubt_about_record, record), *self._checks(plan.endpoints)))

    @staticmethod
    def _checks(restored: tuple[Endpoint, ...]) -> tuple[Step, ...]:
        """Whether a room can listen again where it did; of what was just typed, its field tells."""
        addresses = [address for each in this_computer() for address in each.addresses]
        checks = (partial(doubt_about_network, addresses), partial(doubt_about_port, is_taken))
        return tuple(partial(_only_for, restored, check) for check in checks)

    def _go(self, plan: Plan, steps: Sequence[Step]) -> None:
        """Take the steps that are left, then open."""
        if not self._servers.may_host():
            return
        for at, step in enumerate(steps):
            doubt = step(plan)
            if doubt is not None:
                decided = partial(self._on_decided, plan, doubt, tuple(steps[at + 1 :]))
                self._window.asker.ask_which(doubt.question, decided)
                return
        config = replace(plan.config, other_rooms=self._others(plan.config.room))
        name = self._page.name_field.name()
        self._servers.host(name, config, plan.endpoints, plan.password)

    def _on_decided(self, plan: Plan, doubt: Doubt, steps: Sequence[Step], choice: str) -> None:
        if choice == CARD:
            self._page.fill_host_card(plan.config.room_name)
        elif (answer := doubt.answers.get(choice)) is not None:
            self._go(answer(plan), steps)

    def _others(self, channel: str) -> frozenset[str]:
        """The rooms of this profile beside the one of `channel`, by their channels' keys."""
        known = [room.channel for room in self._rooms.all()]
        known += [channel_of(recent) for recent in self._recents.to_list() if recent.hosted]
        return frozenset(map(fold_channel, known)) - {fold_channel(channel)}


def _only_for(restored: tuple[Endpoint, ...], check: Step, plan: Plan) -> Doubt | None:
    return check(plan) if set(plan.endpoints) <= set(restored) else None
