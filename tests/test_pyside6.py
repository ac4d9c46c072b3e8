"""The binding is sound: void calls and emits lose no references (6.12.0 does on Python below 3.12)."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Bell(QObject):
    rang = Signal(int)

app = QCoreApplication([])
bell = Bell()
heard = []
bell.rang.connect(heard.append)
before = sys.getrefcount(None), sys.getrefcount(True)
for number in range(20_000):
    bell.setObjectName("bell")
    bell.rang.emit(number)
after = sys.getrefcount(None), sys.getrefcount(True)
assert heard == list(range(20_000))
# reference counts wander a little by themselves; a loss per call would be 20,000
assert all(abs(new - old) < 2_000 for old, new in zip(before, after)), (before, after)
print("sound")
"""


def test_twenty_thousand_void_calls_and_emits_cost_no_reference() -> None:
    run = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, timeout=60)
    assert run.stdout == "sound\n", run.stderr
    assert run.returncode == 0
