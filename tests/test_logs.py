"""What is logged, and where to."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

_PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from app import logs

logs.set_up("warning", Path(sys.argv[1]))
app = QCoreApplication([])
QTimer.singleShot(0, lambda: {}["lost"])
QTimer.singleShot(0, app.quit)
sys.exit(app.exec())
"""


def test_what_a_slot_raises_is_in_the_log_and_the_program_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "log"
    run = subprocess.run([sys.executable, "-c", _PROGRAM, file], cwd=ROOT, check=False)
    assert run.returncode == 0
    logged = file.read_text()
    assert "app.logs: a bug" in logged
    assert "KeyError: 'lost'" in logged
