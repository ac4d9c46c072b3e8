"""In worker threads signals lead to slots of QObjects alone (app/README.md, Traps).

PySide keeps every other connection in one table without a lock, and the window's thread uses it all the time.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.application.archive.archive_client import ArchiveClient
from app.hub.data.config import HubConfig
from app.net.hosting import Hosting
from app.store.archive import Archive
from tests.net.connection_table import in_table
from tests.net.plain_irc import LOOPBACK
from tests.test_architecture import imports_of, modules

ROOTS = ["app.net.hub_server", "app.application.archive.archive_worker"]  # what lives in a thread of its own
# methods of these names that are not those of signals
OTHERS = {"self._hub.connect", "asking.connect", "hub.disconnect"}


def of_worker_threads() -> list[Path]:
    """The files of what lives in worker threads, and of all that they import, where Qt is used."""
    files, found, waiting = modules(), set[str](), list(ROOTS)
    while waiting:
        name = waiting.pop()
        if name in files and name not in found:
            found.add(name)
            imported = imports_of(files[name])
            waiting += [*imported, *(each.rpartition(".")[0] for each in imported)]
    return [files[name] for name in sorted(found) if any("PySide6" in one for one in imports_of(files[name]))]


def wrong_connections(source: str) -> list[str]:
    """What a file connects to something that is no slot and no signal of the same class, and disconnects."""
    wrong = []
    for kind in ast.walk(ast.parse(source)):
        if not isinstance(kind, ast.ClassDef | ast.Module):
            continue
        body = [node for node in kind.body if not isinstance(node, ast.ClassDef)]
        right = {f"self.{name}" for name in slots_of(kind)} if isinstance(kind, ast.ClassDef) else set()
        for node in (each for part in body for each in ast.walk(part)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if ast.unparse(node.func) in OTHERS:
                continue
            is_right = node.func.attr == "connect" and ast.unparse(node.args[0]) in right
            if node.func.attr in ("connect", "disconnect", "singleShot") and not is_right:
                wrong.append(ast.unparse(node))
    return wrong


def slots_of(kind: ast.ClassDef) -> set[str]:
    """The names of a class's slots and signals."""
    slots = {
        node.name
        for node in kind.body
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(each).startswith("Slot(") for each in node.decorator_list)
    }
    signals = {
        ast.unparse(node.targets[0])
        for node in kind.body
        if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("Signal(")
    }
    return slots | signals


def test_a_file_of_a_worker_thread_connects_slots_alone() -> None:
    wrong = {path.stem: wrong_connections(path.read_text(encoding="utf-8")) for path in of_worker_threads()}
    assert {file: calls for file, calls in wrong.items() if calls} == {}


def test_the_files_of_worker_threads_are_those_that_one_expects() -> None:
    names = {path.stem for path in of_worker_threads()}
    assert {"accepted_socket", "listeners", "workers", "connection_setup", "archive_worker"} <= names
    assert not names & {"hosting", "link", "archive_client", "room_announcer"}


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("timer.timeout.connect(self.turn)", []),
        ("self.first.connect(self.second)", []),
        ("timer.timeout.connect(self.other)", ["timer.timeout.connect(self.other)"]),
        ("timer.timeout.connect(lambda: None)", ["timer.timeout.connect(lambda: None)"]),
        ("timer.timeout.connect(owner.turn)", ["timer.timeout.connect(owner.turn)"]),
        ("timer.timeout.disconnect(self.turn)", ["timer.timeout.disconnect(self.turn)"]),
        ("QTimer.singleShot(0, self.turn)", ["QTimer.singleShot(0, self.turn)"]),
    ],
)
def test_the_rule_sees_a_wrong_connection(line: str, wrong: list[str]) -> None:
    source = f"""
class A(QObject):
    second = Signal()
    def other(self): {line}
    @Slot()
    def turn(self): pass
"""
    assert wrong_connections(source) == wrong


# -- as it runs


def test_nothing_of_a_hub_and_an_archive_in_their_threads_is_in_the_table(
    qtbot: QtBot, tmp_path: Path
) -> None:
    hosting, archive = Hosting(), ArchiveClient(tmp_path / "archive.sqlite")
    with qtbot.waitSignals([hosting.started, archive.ready]):
        archive.begin()
        hosting.start(HubConfig(), [LOOPBACK])
    told: list[object] = []
    archive.ask(Archive.rooms, told.append)
    qtbot.waitUntil(lambda: len(told) == 1)
    assert in_table(hosting._server, archive._worker) == []
    with qtbot.waitSignal(hosting.stopped):
        hosting.stop("The host closed the room")
    hosting.shut_down()
    archive.close()
