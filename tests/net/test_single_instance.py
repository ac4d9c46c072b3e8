"""A second launch raises the first window instead of opening another."""

from __future__ import annotations

import getpass
import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.net.single_instance import Instance, channel_name, tell_first, write_name, written_name
from tests.net.plain_irc import PATIENCE

ROOT = Path(__file__).parent.parent.parent
TELL = """
import sys
from PySide6.QtCore import QCoreApplication
from app.net.single_instance import tell_first
app = QCoreApplication([])
sys.exit(0 if tell_first(sys.argv[2], sys.argv[1]) else 3)
"""
LEAVE_BEHIND = """
import os, sys
from PySide6.QtCore import QCoreApplication
from app.net.single_instance import Instance
app = QCoreApplication([])
sys.stdout.write(str(Instance(sys.argv[1]).claim()))
sys.stdout.flush()
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def name() -> str:
    return channel_name(uuid.uuid4().hex)


def in_child(code: str, *args: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", code, *args], cwd=ROOT, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("word", ["raise", "join 192.168.1.5:6667", "open hubbub://192.168.1.5/club"])
def test_the_second_launch_tells_the_first(qtbot: QtBot, name: str, word: str) -> None:
    first = Instance(name)
    assert first.claim()
    with qtbot.waitSignal(first.raised, timeout=PATIENCE) as raised:
        second = in_child(TELL, name, word)
    assert raised.args == [word]
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=PATIENCE)
    assert second.communicate()[0] == ""
    assert second.returncode == 0
    first.release()


def test_a_word_that_is_no_utf8_is_told_as_far_as_it_is(qtbot: QtBot, name: str) -> None:
    first = Instance(name)
    assert first.claim()
    with qtbot.waitSignal(first.raised, timeout=PATIENCE) as raised:
        second = in_child(TELL.replace("sys.argv[2]", "'open hubbub://host/\\udcff'"), name)
    assert raised.args == ["open hubbub://host/?"]
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=PATIENCE)
    assert second.returncode == 0
    second.communicate()
    first.release()


def test_on_windows_the_name_is_a_secret_of_its_user(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "profile" / "window"
    assert written_name(file) == ""
    assert not tell_first("raise", written_name(file)), "nobody runs"
    first = Instance(write_name(file))
    assert first.claim()
    name = written_name(file)
    assert len(name) == len("hubbub-") + 32
    with qtbot.waitSignal(first.raised, timeout=PATIENCE) as raised:
        second = in_child(TELL, name, "raise")
    assert raised.args == ["raise"]
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=PATIENCE)
    second.communicate()
    first.release()
    assert write_name(file) != name, "and another at the next start"


@pytest.mark.skipif(sys.platform == "win32", reason="file modes are those of POSIX")
def test_nobody_else_can_read_that_name(tmp_path: Path) -> None:
    write_name(tmp_path / "window")
    assert (tmp_path / "window").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [b"", b"hubbub-1", b"\xff\x00", b"hubbub-" + b"g" * 32, b"x" * 10_000])
def test_a_file_with_something_else_in_it_is_nobodys_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "window").write_bytes(content)
    assert written_name(tmp_path / "window") == ""
    assert written_name(tmp_path) == "", "a folder is no file"


@pytest.mark.skipif(sys.platform == "win32", reason="the name is a secret there")
def test_a_link_is_not_told_to_what_another_user_has_put_in_our_place(
    qtbot: QtBot, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Instance(name)
    assert other.claim()
    monkeypatch.setattr(os, "getuid", lambda: 54321)
    with qtbot.assertNotEmitted(other.raised, wait=50):
        assert not tell_first("join hubbub://10.0.0.1/room?fp=ab&owner=s3cret", name)
    other.release()


def test_the_first_launch_finds_nobody(qtbot: QtBot, name: str) -> None:
    assert not tell_first("raise", name)


def test_what_a_killed_copy_left_behind_does_not_matter(qtbot: QtBot, name: str) -> None:
    left = in_child(LEAVE_BEHIND, name)
    assert left.communicate()[0] == "True"
    assert not tell_first("raise", name)
    first = Instance(name)
    assert first.claim()
    first.release()


def test_profiles_and_users_do_not_find_each_other() -> None:
    names = {channel_name("", "ada"), channel_name("second", "ada"), channel_name("", "bob")}
    assert len(names) == 3


def test_a_login_may_be_of_any_bytes_or_none_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [channel_name("", user) for user in ("\udcff", "\udcfe", "?")]

    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert len({*names, channel_name("")}) == 4


def test_words_that_mean_nothing_are_ignored(qtbot: QtBot, name: str) -> None:
    first = Instance(name)
    assert first.claim()
    heard: list[str] = []
    first.raised.connect(heard.append)
    for word in ("explode", "join 10.0.0.1"):
        child = in_child(TELL, name, word)
        qtbot.waitUntil(lambda child=child: child.poll() is not None, timeout=PATIENCE)
        child.communicate()
    assert heard == ["join 10.0.0.1"]
    first.release()
