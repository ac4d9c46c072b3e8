"""The room's password at a running hub: changed, removed, guessed at, and slow to compute without harm."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.client.events import Failure, PasswordConfirmed
from app.net.workers import WorkPool, run_secret_work
from tests.net.guest import Guest
from tests.net.plain_irc import RunHub, with_password

Guests = Callable[..., Guest]


class Held:
    """The real work, of which the kind that is held waits until it may go on."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.may_go = threading.Event()

    def __call__(self, kind: str, data: object) -> object:
        if kind == self.kind:
            assert self.may_go.wait(20)
        return run_secret_work(kind, data)


def test_both_sides_prove_that_they_know_it(run_hub: RunHub, guests: Guests) -> None:
    hub = run_hub(with_password("correct horse"))
    alice = guests(f"127.0.0.1:{hub.port}", password="correct horse").enter()
    confirmed = alice.told(PasswordConfirmed)[0]
    assert isinstance(confirmed, PasswordConfirmed)
    assert confirmed.fingerprint == alice.secured[0][0].fingerprint
    assert guests(f"127.0.0.1:{hub.port}", "bob", password="wrong").why() == [Failure.WRONG_PASSWORD]
    assert guests(f"127.0.0.1:{hub.port}", "carl").why() == [Failure.WRONG_PASSWORD]


def test_a_new_password_counts_for_whom_comes_next(run_hub: RunHub, guests: Guests) -> None:
    hub = run_hub(with_password("old"))
    inside = guests(f"127.0.0.1:{hub.port}", "inside", password="old").enter()
    before = hub.server._hub._state.verifier  # type: ignore[union-attr]
    hub.server.requests.set_password("new")
    inside.wait(lambda: hub.server._hub._state.verifier is not before)  # type: ignore[union-attr]
    guests(f"127.0.0.1:{hub.port}", "alice", password="new").enter()
    assert guests(f"127.0.0.1:{hub.port}", "bob", password="old").why() == [Failure.WRONG_PASSWORD]
    hub.server.requests.set_password("")
    guests(f"127.0.0.1:{hub.port}", "carl").enter()
    assert inside.failures == []


def test_the_host_s_last_word_counts_however_long_the_one_before_takes(
    run_hub: RunHub, guests: Guests
) -> None:
    held = Held("verifier")
    hub = run_hub(run_work=held)
    hub.server.requests.set_password("slow to make")
    hub.server.requests.set_password("")
    held.may_go.set()
    alice = guests(f"127.0.0.1:{hub.port}").enter()
    alice.wait(lambda: not hub.server._workers._waiting)
    guests(f"127.0.0.1:{hub.port}", "bob").enter()


def test_others_talk_on_while_somebody_s_password_is_checked(run_hub: RunHub, guests: Guests) -> None:
    held = Held("share")
    hub = run_hub(with_password("correct horse"), run_work=held)
    early = hub.connect()
    early.send("PASS :correct horse", "NICK early", "USER early 0 * :early", "PING ready")
    early.wait_for("ready")
    alice = guests(f"127.0.0.1:{hub.port}", password="correct horse")
    alice.wait(lambda: hub.server._workers._waiting)
    early.send("PING still-served")
    early.wait_for("still-served")
    assert alice.events == []
    held.may_go.set()
    alice.enter()


def test_who_leaves_while_the_password_is_checked_leaves_nothing(run_hub: RunHub, guests: Guests) -> None:
    held = Held("share")
    hub = run_hub(with_password("correct horse"), run_work=held)
    alice = guests(f"127.0.0.1:{hub.port}", password="correct horse")
    alice.wait(lambda: hub.server._workers._waiting)
    alice.link.stop()
    alice.wait(lambda: not hub.server._connections)
    held.may_go.set()
    guests(f"127.0.0.1:{hub.port}", password="correct horse").enter()


def test_a_guest_who_gives_up_while_computing_is_left_alone(run_hub: RunHub, guests: Guests) -> None:
    held = Held("derive")
    hub = run_hub(with_password("correct horse"))
    alice = guests(f"127.0.0.1:{hub.port}", password="correct horse", run_work=held)
    alice.wait(lambda: alice.link.findChild(WorkPool)._waiting)
    alice.link.stop()
    held.may_go.set()
    guests(f"127.0.0.1:{hub.port}", password="correct horse").enter()
    assert alice.events == []
