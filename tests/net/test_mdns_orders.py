"""What is wanted of the thread of multicast DNS: the latest counts, and it is woken for it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

from app.net.mdns_orders import MOST_DOUBTED, Orders, Wanted
from tests.headless_hub import ROOT


def test_the_latest_is_taken_and_doubts_once() -> None:
    orders = Orders()
    woken: list[int] = []
    orders.want(lambda wanted: replace(wanted, restarts=1))
    orders.be_told(lambda: woken.append(1))
    orders.want(lambda wanted: replace(wanted, restarts=wanted.restarts + 1))
    orders.doubt("chess")
    orders.doubt("chess")
    assert len(woken) == 3
    assert orders.take() == (Wanted(restarts=2), ("chess",))
    assert orders.take() == (Wanted(restarts=2), ())
    orders.end()
    assert orders.take()[0].is_over


def test_a_thread_that_has_ended_is_left_alone() -> None:
    def gone() -> None:
        raise RuntimeError("Event loop is closed")

    orders = Orders()
    orders.be_told(gone)
    orders.end()


def test_doubts_are_bounded() -> None:
    orders = Orders()
    for number in range(1000):
        orders.doubt(str(number))
    assert len(orders.take()[1]) == MOST_DOUBTED


def test_the_library_is_not_loaded_before_it_is_needed() -> None:
    code = (
        "import sys, app.net.announced_room, app.nearby\n"
        "sys.exit(str({'zeroconf', 'asyncio'} & set(sys.modules)) if 'zeroconf' in sys.modules else 0)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
