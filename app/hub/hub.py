"""The server as a pure machine: connect, receive, disconnect, tick, drain. No sockets, no clock, no Qt."""

from __future__ import annotations

from dataclasses import field, replace

from app.files.file_limits import FileLimits
from app.files.file_record import FileRecord, Uploader
from app.hub import dispatcher
from app.hub.channels import membership, metadata, mutes, persistence
from app.hub.commands.messaging import check_batch
from app.hub.data import costs, limits
from app.hub.data.addresses import Peer, Reputation, origin_of
from app.hub.data.config import HubConfig, PasswordVerifier
from app.hub.data.entities import Person, Session
from app.hub.data.events import Connected, HubEvent, OwnerProved, RoomTitled
from app.hub.data.hub_state import State, UploadLogin
from app.hub.data.ids import IdMaker
from app.hub.data.in_progress import SlowTask
from app.hub.data.memory import MemoryAccounts, MemoryHistory, MemoryRecords
from app.hub.data.storage import Accounts, History, Records, Sync
from app.hub.data.storage_errors import KeepingError
from app.hub.people import asked_guests, capacity, hub_bans, slow_work, upload_logins
from app.hub.people.admission import change_verifier
from app.hub.people.authentication import shows_host
from app.hub.people.capacity import is_known, no_place, turn_away
from app.hub.people.lifecycle import by_web_port, check_time, end, end_all, end_browsers, forget, give_up
from app.hub.people.welcoming import change_limits
from app.hub.rollback import (
    go_on_without,
    lose_last_turn,
    report_lost_history,
    roll_back,
    still_true,
    take_snapshots,
)
from app.hub.talk import shared_files
from app.hub.telling import fanout
from app.irc.callback_lines import CallbackRequest
from app.values import frozen

# Of connections without limits, while a turn waits for a slow disk: in the measure of app.hub.data.costs some
# 0.3 s of work, and 20 MB.
LONG_TURN = 16 * 1024 * 1024

__all__ = ["Hub", "Peer", "SlowTask", "Turn", "UploadLogin", "Uploader"]


@frozen
class Turn:
    """What one turn of the event loop has to do outside, and what happened."""

    writes: list[tuple[int, bytes]]  # all there is for a session, joined
    closes: list[int]  # after that session's write was flushed
    events: list[HubEvent]
    work: list[SlowTask] = field(default_factory=list)  # for a thread; results come back by Hub.complete
    drops: list[int] = field(default_factory=list)  # to be closed at once: they do not read, or had no place
    goes_on: bool = False  # lines wait for the next turn, which shall come at once
    files_kept: list[str] = field(default_factory=list)  # ids of files that were given to keep_file
    files_refused: list[str] = field(default_factory=list)  # of those, which are not kept
    files_gone: list[str] = field(default_factory=list)  # kept no more: nothing names them for good
    logins: list[UploadLogin] = field(default_factory=list)  # what came of check_login
    sync: Sync | None = None  # to be done before anything of it is told, and before the next drain


def _last_line(data: bytes) -> bytes:
    """Why a session was ended is its last line."""
    return data[data.rfind(b"\n", 0, -1) + 1 :]


class Hub:
    """One hub. `now` is seconds since 1970; sessions are known by the numbers that connect() gives."""

    def __init__(
        self,
        config: HubConfig,
        *,
        now: float,
        accounts: Accounts | None = None,
        history: History | None = None,
        records: Records | None = None,
    ) -> None:
        """Where nicknames, talk and other lasting state are kept; without it they are forgotten with the hub.

        Raises KeepingError.
        """
        records = MemoryRecords() if records is None else records
        history = MemoryHistory(records=records) if history is None else history
        self._state = State(
            config,
            MemoryAccounts() if accounts is None else accounts,
            history,
            records,
            ids=IdMaker(history.newest()),
            kept_before=history.newest(),
            created=now,
            now=now,
            verifier=config.verifier,
            last_tick=now,
            last_sweep=now,
        )
        self._spent = 0  # of State.spent, at the last drain
        persistence.load(self._state)
        membership.load(self._state)
        hub_bans.load(self._state)
        mutes.load(self._state)
        self._state.journal.changed.update(self._state.channels.values())
        take_snapshots(self._state)
        metadata.load(self._state)  # when all channels are there
        shared_files.load(self._state)
        if self.title != config.room_name:
            self._state.events.append(RoomTitled(now, self.title, ""))

    @property
    def config(self) -> HubConfig:
        return self._state.config

    @property
    def title(self) -> str:
        """What people call the room: as the host has said since it was opened, or as it was opened."""
        return self._state.title

    @property
    def member_count(self) -> int:
        """How many people are in the room."""
        return len(self._state.room.members)

    def connect(self, peer: Peer, now: float, *, waited: float = 0.0) -> int:
        """Take a new connection; returns its session's number. It may be closed in the same turn (full).

        `waited`: the seconds since it was made, which count towards its registration's deadline.
        """
        hub = self._state
        hub.now = now
        hub.last_id += 1
        person = Person(peer.host, now)
        session = Session(
            hub.last_id,
            peer,
            connected=now - waited,
            last_heard=now,
            person=person,
            origin=origin_of(peer).address,
            network=origin_of(peer).network,
        )
        person.add(session)
        session.allowance, session.allowance_time = limits.FLOOD_BURST, now
        session.work = costs.WORK_BURST
        hub.sessions[session.id] = session
        hub.addresses.enter(peer)
        hub.events.append(Connected(now, session.id, peer.address))
        try:
            person.is_owner = shows_host(hub, peer)
            session.is_known = person.is_owner or is_known(hub, peer)
        except KeepingError as error:
            give_up(hub, session, error)
            return session.id
        if person.is_owner:
            hub.events.append(OwnerProved(now, session.id, ""))
        if reason := no_place(hub, session):
            turn_away(hub, session, reason)
        return session.id

    def knows(self, peer: Peer) -> bool:
        """Whether a connection's certificate is that of an account or of the host."""
        try:
            return shows_host(self._state, peer) or is_known(self._state, peer)
        except KeepingError:
            return False

    def receive(self, session: int, data: bytes, now: float) -> None:
        """Take bytes from a connection."""
        self._state.now = now
        if (found := self._state.sessions.get(session)) is not None:
            dispatcher.take(self._state, found, data)

    def disconnect(self, session: int, reason: str, now: float) -> None:
        """The connection is gone; `reason` is what others are told ("Connection reset")."""
        self._state.now = now
        if (found := self._state.sessions.get(session)) is not None:
            forget(self._state, found, reason)
            fanout.forget_output(self._state, found)

    def backlog(self, session: int, waiting: int, now: float) -> None:
        """Tell how many bytes a connection has not taken yet; one that does not read is closed."""
        self._state.now = now
        if (found := self._state.sessions.get(session)) is not None:
            capacity.note_unread(self._state, found, waiting)
            dispatcher.resume(self._state, found)

    def next_in_line(self) -> int | None:
        """The session whose waiting lines are to run next by `go_on`; None when this turn has done enough."""
        session = self._state.queue.take()
        return None if session is None else session.id

    def go_on(self, session: int, now: float) -> None:
        """Run some lines of a session that `next_in_line` has named."""
        self._state.now = now
        if (found := self._state.sessions.get(session)) is not None:
            dispatcher.take_turn(self._state, found)

    def tick(self, now: float) -> None:
        """Deadlines, pings and waiting lines; about once a second."""
        self._state.now = now
        check_time(self._state)
        self._state.history.tick(now)
        report_lost_history(self._state)
        shared_files.sweep(self._state)
        upload_logins.forget_tokens(self._state)
        for session in list(self._state.sessions.values()):
            check_batch(self._state, session)
            if session.waiting:
                dispatcher.run_waiting(self._state, session)

    def drain(self, now: float) -> Turn:
        """Take what there is to do outside; once per turn of the event loop.

        Where there is a `Turn.sync`, it is told and done when that was called, and `not_synced` if it fails.
        """
        hub = self._state
        hub.now = now
        failed = hub.journal.not_synced
        try:
            hub.history.commit()
        except KeepingError as error:
            failed = error
        if failed is not None:
            roll_back(hub, failed)
        else:
            take_snapshots(hub)
        writes = fanout.collect(hub)
        dispatcher.end_turn(hub)
        turn = Turn(
            writes,
            hub.closing,
            hub.events,
            hub.work,
            hub.dropping,
            bool(hub.queue),
            hub.kept_files,
            hub.refused_files,
            hub.lost_files + hub.history.take_lost_files(),
            hub.logins,
            hub.history.take_sync(),
        )
        hub.closing, hub.events, hub.work, hub.dropping = [], [], [], []
        hub.kept_files, hub.refused_files, hub.lost_files, hub.logins = [], [], [], []
        self._spent = hub.spent
        return turn

    def not_synced(self, turn: Turn, error: KeepingError, now: float) -> Turn:
        """The disk has not kept a turn, which nobody was told of. Gives what of it is to be done even so.

        The contents of files that it gave up stay: the disk may still name them.
        """
        self._state.now = now
        lose_last_turn(self._state, [session for session, _ in turn.writes], error)
        ended = {*turn.closes, *turn.drops}
        return Turn(
            [(session, _last_line(data)) for session, data in turn.writes if session in ended],
            turn.closes,
            still_true(turn.events),
            drops=turn.drops,
            files_refused=turn.files_refused + turn.files_kept,
            logins=turn.logins,
        )

    @property
    def is_turn_long(self) -> bool:
        """Whether more was done since the last drain than should wait for its sync."""
        return self._state.spent - self._spent > LONG_TURN

    def keep_file(self, record: FileRecord, now: float) -> None:
        """Keep what somebody has uploaded: the next Turn says whether it is kept."""
        self._state.now = now
        shared_files.keep(self._state, record)

    def find_file(self, file_id: str) -> FileRecord | None:
        """A file by its id, None where there is none."""
        return shared_files.find(self._state, file_id)

    def all_files(self) -> list[FileRecord]:
        """All files that are kept, for the start. Raises KeepingError."""
        return shared_files.all_files(self._state)

    def file_ids(self) -> set[str]:
        """The ids under which anything is kept of a file, legible or not. Raises KeepingError."""
        return shared_files.file_ids(self._state)

    def uploader_by_certificate(self, peer: Peer) -> Uploader | None:
        """Who shows an account's certificate on a connection, None for nobody who may upload."""
        return upload_logins.uploader_by_certificate(self._state, peer)

    def uploader_by_token(self, token: str, now: float) -> Uploader | None:
        """Whose token it is, spent or not; None for nobody's any more."""
        self._state.now = now
        return upload_logins.uploader_by_token(self._state, token)

    def spend_token(self, token: str, now: float) -> bool:
        """Let a token begin an upload, which it does once."""
        self._state.now = now
        return upload_logins.spend_token(self._state, token)

    def is_banned(self, peer: Peer, identity: str) -> bool:
        """Whether somebody who uploads on a connection has been banned meanwhile."""
        return upload_logins.is_banned(self._state, peer, identity)

    def check_login(self, peer: Peer, name: str, password: str, now: float) -> int:
        """See whether who uploads is the account that a name means; `Turn.logins` tells, by this number."""
        self._state.now = now
        return upload_logins.check_login(self._state, peer, name, password)

    def set_files(self, limits: FileLimits | None, now: float) -> None:
        """Change what people may upload from now on, None for nothing. What there is stays."""
        self._state.now = now
        change_limits(self._state, limits)

    def set_web_plain_password(self, is_taken: bool, now: float) -> None:
        """Whether pages that are not encrypted may send the room's password from now on. Who is in stays."""
        self._state.now = now
        self._state.config = replace(self._state.config, web_plain_password=is_taken)

    def grant_owner(self, secret: str, now: float, *, to_window: bool = False) -> None:
        """The session that next proves this secret by HUBBUB OWNER is the host's.

        `to_window`: it holds for the private listener alone, and in place of the last one for the window.
        """
        self._state.now = now
        if to_window:
            self._state.window_secret = secret
        else:
            self._state.owner_secrets[secret] = None

    def complete(self, work_id: int, result: object, now: float) -> None:
        """Take what came of a piece of work, None when it could not be done."""
        self._state.now = now
        if work_id in self._state.password_checks:
            upload_logins.complete(self._state, work_id, result)
        elif (found := self._state.sessions.get(work_id)) is not None:
            before = self._state.spent
            slow_work.complete(self._state, found, result)
            dispatcher.charge(self._state, found, self._state.spent - before)
            dispatcher.run_waiting(self._state, found)

    def reputation(self, work_id: int, now: float) -> Reputation | None:
        """Among whom a piece of work has its turn now; None when nobody waits for it any more."""
        self._state.now = now
        if work_id in self._state.password_checks:
            return upload_logins.reputation(self._state, work_id)
        found = self._state.sessions.get(work_id)
        return None if found is None else slow_work.reputation(self._state, found)

    def set_password(self, verifier: PasswordVerifier | None, now: float) -> None:
        """Change or remove the room's password; who is in stays in."""
        self._state.now = now
        change_verifier(self._state, verifier)

    def ask_guest(self, request: CallbackRequest, now: float) -> None:
        """Ask somebody at another computer to try addresses of this one; CallbackTold events follow."""
        self._state.now = now
        asked_guests.ask_guest(self._state, request)

    @property
    def browsers_inside(self) -> int:
        """How many people are in by a browser that came by the port for browsers."""
        return len({session.person for session in by_web_port(self._state) if session.welcomed})

    def end_browsers(self, reason: str, now: float) -> None:
        """Nobody is in by the port for browsers any more; they and others are told why."""
        self._state.now = now
        end_browsers(self._state, reason)

    @property
    def is_room_locked(self) -> bool:
        """Whether nobody new gets into the room, as its mode says."""
        return "i" in self._state.room.flags

    def set_locked(self, locked: bool, now: float) -> None:
        """Let nobody new in, or let them in again; the host always may."""
        self._state.now = now
        self._state.locked = locked

    def go_on_without_history(self, now: float) -> None:
        """What is said cannot be kept, and the host wants it passed on all the same."""
        self._state.now = now
        go_on_without(self._state)

    def abort(self, session: int, now: float) -> None:
        """Drop a session whose input met a bug of ours."""
        self._state.now = now
        if (found := self._state.sessions.get(session)) is not None:
            end(self._state, found, "Internal error")

    def close(self, reason: str, now: float) -> None:
        """End hosting: everybody is told why and closed."""
        self._state.now = now
        end_all(self._state, reason)
