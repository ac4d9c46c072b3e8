"""Slow work: done in threads, told in the thread that asked, in turns of the addresses that want it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.hub.data.addresses import Origin, Reputation
from app.hub.data.storage import Credentials
from app.net import workers
from app.net.workers import WorkPool, run_secret_work
from tests.net.plain_irc import PATIENCE


class Slow:
    """Work that waits until it may go on."""

    def __init__(self) -> None:
        self.may_go = threading.Event()
        self.threads: set[threading.Thread] = set()

    def __call__(self, kind: str, data: object) -> object:
        self.threads.add(threading.current_thread())
        if kind == "bug":
            raise ZeroDivisionError("a bug")
        assert self.may_go.wait(PATIENCE)
        return (kind, data)


@pytest.fixture
def slow() -> Iterator[Slow]:
    one = Slow()
    yield one
    one.may_go.set()


def test_results_come_back_in_the_thread_that_asked(qtbot: QtBot, slow: Slow) -> None:
    pool, told = WorkPool(run=slow), list[tuple[object, threading.Thread]]()
    for number in range(10):
        pool.submit("double", number, lambda result: told.append((result, threading.current_thread())))
    slow.may_go.set()
    qtbot.waitUntil(lambda: len(told) == 10, timeout=PATIENCE)
    assert {result for result, _thread in told} == {("double", number) for number in range(10)}
    assert {thread for _result, thread in told} == {threading.current_thread()}
    assert threading.current_thread() not in slow.threads
    assert len(slow.threads) <= workers.THREADS


class Queue:
    """A pool whose threads are busy until `go`; `told` is what came of the work of strangers, by its name."""

    def __init__(self, qtbot: QtBot, slow: Slow, **options: object) -> None:
        self._qtbot, self._slow = qtbot, slow
        self.pool = WorkPool(run=slow, **options)  # type: ignore[arg-type]
        self.told: dict[str, object] = {}
        self.order: list[str] = []
        self.standings: dict[str, Reputation | None] = {}
        for _ in range(workers.THREADS):
            self.pool.submit("ours", "", lambda _result: None)

    def ask(
        self,
        name: str,
        address: str,
        network: str = "",
        reputation: Reputation = Reputation.NEW,
        **more: object,
    ) -> None:
        self.standings[name] = reputation

        def done(result: object) -> None:
            self.told[name] = result
            self.order.append(name)

        options = {"origin": Origin(address, network), "reputation": lambda: self.standings[name]} | more
        self.pool.submit("work", name, done, **options)  # type: ignore[arg-type]

    def go(self, count: int) -> list[str]:
        """Let the threads work until `count` have been answered; in which order."""
        self._slow.may_go.set()
        self._qtbot.waitUntil(lambda: len(self.told) == count, timeout=PATIENCE)
        return self.order


@pytest.fixture
def queue(qtbot: QtBot, slow: Slow, monkeypatch: pytest.MonkeyPatch) -> Queue:
    """One piece at a time, so that the order is certain."""
    monkeypatch.setattr(workers, "THREADS", 1)
    return Queue(qtbot, slow)


def test_each_address_has_its_turn(queue: Queue) -> None:
    for number in range(20):
        queue.ask(f"greedy {number}", "10.0.0.1")
    queue.ask("patient", "10.0.0.2")
    assert queue.go(21)[:3] == ["greedy 0", "patient", "greedy 1"]


def test_a_network_has_no_more_than_every_second_turn(queue: Queue) -> None:
    for number in range(10):
        queue.ask(f"near {number}", f"fd77::{number}", "fd77::/64")
    queue.ask("far", "10.0.0.1")
    queue.ask("farther", "10.0.0.2")
    assert queue.go(12)[:4] == ["near 0", "far", "near 1", "farther"]


def test_who_has_failed_who_is_new_and_whom_we_trust_have_turns_of_their_own(queue: Queue) -> None:
    for number in range(10):
        queue.ask(f"guess {number}", f"10.0.0.{number}", reputation=Reputation.FAILED)
    for number in range(2):
        queue.ask(f"new {number}", f"10.0.1.{number}")
        queue.ask(f"friend {number}", f"10.0.2.{number}", reputation=Reputation.TRUSTED)
    order = queue.go(14)
    assert {frozenset(order[:3]), frozenset(order[3:6])} == {
        frozenset({f"guess {number}", f"new {number}", f"friend {number}"}) for number in range(2)
    }


def test_what_has_become_of_who_waits_counts_when_its_turn_comes(queue: Queue) -> None:
    for name in ("gone", "blocked", "fails", "patient"):
        queue.ask(name, f"10.0.0.{len(name)}")
    queue.standings |= {"gone": None, "blocked": Reputation.BLOCKED, "fails": Reputation.FAILED}
    assert set(queue.go(3)) == {"blocked", "patient", "fails"}
    assert queue.told["blocked"] is None
    assert queue.order.index("patient") < queue.order.index("fails")
    assert len(queue.pool._waiting) == 0


def test_when_too_much_waits_the_greediest_loses_and_who_wants_one_thing_never_does(
    queue: Queue, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(workers, "LONGEST_QUEUE", 4)
    for number in range(4):
        queue.ask(f"greedy {number}", "10.0.0.1")
    for number in range(6):
        queue.ask(f"patient {number}", f"10.0.1.{number}")
    queue.go(10)
    refused = sorted(name for name, result in queue.told.items() if result is None)
    assert refused == ["greedy 1", "greedy 2", "greedy 3"]
    assert "refused" in caplog.text


def test_half_of_what_waits_is_for_one_network(
    queue: Queue, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(workers, "LONGEST_QUEUE", 8)
    for number in range(6):
        queue.ask(f"near {number}", f"fd77::{number}", "fd77::/64")
    queue.ask("far", "10.0.0.1")
    queue.go(7)
    assert sorted(name for name, result in queue.told.items() if result is None) == ["near 4", "near 5"]


def test_the_brake_makes_strangers_wait_and_nobody_else(
    qtbot: QtBot, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "THREADS", 1)
    now = [100.0]
    queue = Queue(qtbot, slow, clock=lambda: now[0])
    for number in range(3):
        queue.ask(f"stranger {number}", f"10.0.0.{number}", pause=50.0)
    for number in range(3):
        queue.ask(f"friend {number}", f"10.0.1.{number}", reputation=Reputation.TRUSTED)
    assert queue.go(4) == ["stranger 0", "friend 0", "friend 1", "friend 2"]
    now[0] += 49
    queue.pool._go_on()
    assert queue.pool._wait.isActive()
    assert len(queue.told) == 4
    now[0] += 1
    queue.pool._go_on()
    assert queue.go(5)[-1] == "stranger 1"
    queue.pool.forget()
    assert not queue.pool._wait.isActive()


def test_who_is_forgotten_is_told_nothing(qtbot: QtBot, slow: Slow) -> None:
    pool, told = WorkPool(run=slow), list[object]()
    for number in range(5):
        pool.submit("work", number, told.append)
    pool.forget()
    slow.may_go.set()
    pool.submit("work", "last", told.append)
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)
    assert told == [("work", "last")]


def test_a_bug_in_slow_work_is_a_refusal(qtbot: QtBot, slow: Slow, caplog) -> None:
    pool, told = WorkPool(run=slow), list[object]()
    pool.submit("bug", "a secret word", told.append)
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)
    assert told == [None]
    assert "ZeroDivisionError" in caplog.text
    assert "secret word" not in caplog.text


def test_a_pool_may_end_while_something_is_done(qtbot: QtBot, slow: Slow) -> None:
    pool = WorkPool(run=slow)
    pool.submit("work", 1, lambda _result: None)
    qtbot.waitUntil(lambda: bool(slow.threads), timeout=PATIENCE)
    slow.may_go.set()
    pool.deleteLater()
    qtbot.wait(1)


def test_a_password_becomes_what_a_hub_keeps_of_it() -> None:
    verifier = run_secret_work("verifier", "correct horse")
    assert run_secret_work("check", ("correct horse", verifier)) is True
    assert run_secret_work("check", ("wrong horse", verifier)) is False
    assert "correct" not in repr(verifier)


def test_an_accounts_password_becomes_what_is_kept_of_it() -> None:
    made = run_secret_work("credentials", ("sesame", 4096))
    assert isinstance(made, Credentials)
    assert run_secret_work("check", ("sesame", made.verifier)) is True
    assert run_secret_work("check", ("millet", made.verifier)) is False
    assert made.scram is not None
    started = run_secret_work("scram", ("n,,n=mara,r=abc", made.scram, b"", False))
    assert isinstance(started, tuple)
    assert started[1].endswith(",i=4096")


def test_a_password_without_a_form_for_scram_is_one_all_the_same() -> None:
    made = run_secret_work("credentials", ("\U0001fae0", 4096))
    assert isinstance(made, Credentials)
    assert made.scram is None
    assert run_secret_work("check", ("\U0001fae0", made.verifier)) is True


@pytest.mark.parametrize("text", ["", "a\u0007", "\u0000"])
def test_what_cannot_be_a_password_is_told_apart_from_what_failed(text: str) -> None:
    assert run_secret_work("credentials", (text, 4096)) is False
