"""Slow work: done in threads, told in the thread that asked, refused when too much waits."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.hub.accounts import Credentials
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


def test_what_waits_is_bounded_but_for_the_host(
    qtbot: QtBot, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "LONGEST_QUEUE", 3)
    pool, told = WorkPool(run=slow), dict[int, object]()

    def submit(number: int, *, may_refuse: bool = True) -> None:
        pool.submit("work", number, lambda result: told.update({number: result}), may_refuse=may_refuse)

    for number in range(5):
        submit(number)
    submit(5, may_refuse=False)
    assert told == {3: None, 4: None}
    slow.may_go.set()
    qtbot.waitUntil(lambda: len(told) == 6, timeout=PATIENCE)
    assert told[5] == ("work", 5)


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
    started = run_secret_work("scram", ("n,,n=mara,r=abc", made.scram))
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
