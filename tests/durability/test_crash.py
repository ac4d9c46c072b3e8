"""A hub that is killed keeps what it told."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.durability.crash import Crashes

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 is a signal of POSIX")


def test_what_anybody_was_told_is_there_after_a_kill_and_none_twice(tmp_path: Path) -> None:
    crashes = Crashes(tmp_path, random.Random(7))
    for _ in range(3):
        crashes.crash()
    assert crashes.check() >= len(crashes.told) > 60
