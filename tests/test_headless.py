"""Hosting without a window, in a process of its own: what it prints, how it ends, what it refuses."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from app.client.address import parse_address
from app.store.stored_accounts import StoredAccounts
from tests.headless_hub import PATIENCE, ROOT, HeadlessHub, free_port


def run(*args: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the program to its end, with only `environ` besides what Python needs and an empty home."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LD_LIBRARY_PATH")}
    with tempfile.TemporaryDirectory() as home:
        return subprocess.run(
            [sys.executable, str(ROOT / "main.py"), *args],
            capture_output=True,
            text=True,
            env={"HOME": home} | kept | environ,
            timeout=180,
        )


def is_one_sentence(text: str) -> bool:
    return text.startswith("hubbub: ") and text.endswith("\n") and text.count("\n") == 1


def test_it_says_where_it_listens_and_gives_the_owner_link_once() -> None:
    with HeadlessHub("--room", "Robotics club") as hub:
        assert hub.output == [f"listening on 127.0.0.1:{hub.port}\n"]
        status, out, err = hub.end()
    links = [line for line in out.splitlines() if line.startswith("owner link: ")]
    assert len(links) == 1
    assert links[0].startswith(f"owner link: hubbub://127.0.0.1:{hub.port}/robotics-club?fp=")
    assert (status, err) == (0, "")


def test_it_says_where_browsers_open_the_room() -> None:
    port = free_port()
    listen = f"127.0.0.1:{port}"
    with HeadlessHub("--public-address", "chat.example.org:7100", listen=listen, web="page") as hub:
        told = hub.read_until("rowsers")
        link = hub.read_until("owner link")
    assert told.startswith("page for browsers: http://chat.example.org:8100/#")
    page, owner = (parse_address(line.partition(": ")[2].strip()) for line in (told, link))
    assert (page.host, page.port, page.fingerprint) == (owner.host, owner.port, owner.fingerprint)
    with HeadlessHub(listen=listen, web="page") as hub:
        assert f"http://127.0.0.1:{port + 1000}/#" in hub.read_until("rowsers")


def test_where_browsers_cannot_open_it_it_opens_and_says_why() -> None:
    port = free_port()
    with (
        socket.create_server(("127.0.0.1", port + 1000)),
        HeadlessHub(listen=f"127.0.0.1:{port}", web="page") as hub,
    ):
        told = f"Browsers cannot open this room: another program uses port {port + 1000}.\n"
        assert hub.read_until("rowsers") == told
        with hub.member("alice"):
            pass


def test_who_wants_no_browsers_reads_nothing_of_them() -> None:
    with HeadlessHub(web="none") as hub:
        _status, out, _err = hub.end()
    assert "rowsers" not in out
    assert "http" not in out


@pytest.mark.parametrize(
    ("given", "link"),
    [
        ("chat.example.org:7100", "chat.example.org:7100"),
        ("192.0.2.1", "192.0.2.1:{port}"),
        ("2001:db8::1", "[2001:db8::1]:{port}"),
        ("[2001:db8::1]:7100", "[2001:db8::1]:7100"),
    ],
)
def test_the_owner_link_has_the_public_address_with_its_port(given: str, link: str) -> None:
    with HeadlessHub("--public-address", given) as hub:
        assert f"hubbub://{link.format(port=hub.port)}/" in hub.read_until("owner link")


def test_the_hub_is_the_same_at_its_next_start_and_its_key_is_private(tmp_path: Path) -> None:
    links = []
    for _ in range(2):
        with HeadlessHub(data=tmp_path / "kept") as hub:
            links.append(hub.read_until("owner link").partition("fp=")[2][:64])
    assert links[0] == links[1]
    assert len(links[0]) == 64
    if os.name != "posix":  # where modes mean nothing
        return
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "kept").iterdir()}
    assert modes["hub.key"] == modes["accounts.sqlite"] == 0o600
    assert (tmp_path / "kept").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("name", "content"),
    [("hub.key", b"no key"), ("hub.crt", b"no certificate"), ("accounts.sqlite", b"no database" * 100)],
)
def test_what_cannot_be_used_is_one_sentence_and_status_2(tmp_path: Path, name: str, content: bytes) -> None:
    with HeadlessHub(data=tmp_path):
        pass
    (tmp_path / name).write_bytes(content)
    ended = run("host", "--headless", "--listen", "127.0.0.1:0", "--data-dir", str(tmp_path))
    assert (ended.returncode, ended.stdout) == (2, "")
    assert is_one_sentence(ended.stderr)


def test_a_given_certificate_that_is_not_there_is_one_sentence_and_status_2(tmp_path: Path) -> None:
    given = ["--tls-cert", str(tmp_path / "no.crt"), "--tls-key", str(tmp_path / "no.key")]
    ended = run("host", "--headless", "--listen", "127.0.0.1:0", "--data-dir", str(tmp_path), *given)
    assert ended.returncode == 2
    assert is_one_sentence(ended.stderr)


def test_the_public_address_goes_into_the_owner_link() -> None:
    with HeadlessHub("--public-address", "chat.example.org") as hub:
        assert f"hubbub://chat.example.org:{hub.port}/" in hub.read_until("owner link")


@pytest.mark.parametrize("listen", ["0.0.0.0:0", "[::]:0"])
def test_the_owner_link_names_an_address_that_somebody_can_type(listen: str) -> None:
    with HeadlessHub(listen=listen) as hub:
        link = hub.read_until("owner link")
    assert "//0.0.0.0" not in link
    assert "//[::]" not in link
    assert f":{hub.port}/hubbub?" in link


def test_the_owner_link_is_printed_until_a_host_is_known_and_when_it_is_asked_for(tmp_path: Path) -> None:
    accounts = StoredAccounts(tmp_path / "accounts.sqlite")
    accounts.set_host("aa" * 32)
    accounts.close()
    with HeadlessHub(data=tmp_path) as hub:
        _status, out, _err = hub.end()
    assert "owner" not in out
    with HeadlessHub("--owner-link", data=tmp_path) as hub:
        assert "owner=" in hub.read_until("owner link")


def test_a_data_folder_that_is_deleted_is_told_at_once_and_at_the_end(tmp_path: Path) -> None:
    data = tmp_path / "kept"
    with HeadlessHub(data=data) as hub, hub.member("alice") as alice:
        shutil.rmtree(data)
        told = hub.read_until("deleted or replaced")
        assert "Nothing that is said is passed on until it can be kept again" in told
        alice.send("PRIVMSG #hubbub :is this kept?")
        assert "cannot keep messages" in alice.rest()
        status, out, err = hub.end()
    assert "is this kept?" not in out
    assert status == 2
    assert is_one_sentence(err)


def test_the_console_tells_who_came_spoke_and_left_and_why() -> None:
    with HeadlessHub() as hub:
        with hub.member("alice") as alice:
            alice.send(
                "PRIVMSG #hubbub :good \x1b[31mmorning", "PRIVMSG alice :a private word", "QUIT :tea time"
            )
            alice.rest()
        hub.read_until("tea time")
        _status, out, _err = hub.end()
    assert "connection from 127.0.0.1" in out
    assert "alice joined #hubbub from 127.0.0.1" in out
    assert "#hubbub <alice> good \\x1b[31mmorning" in out
    assert "private word" not in out
    assert "\x1b" not in out


def test_the_password_and_the_owner_secret_are_not_repeated_on_the_console(tmp_path: Path) -> None:
    password_file = tmp_path / "password"
    password_file.write_text("s3cret-word\nsecond line\n")
    with HeadlessHub("--password-file", str(password_file)) as hub:
        secret = hub.read_until("owner link").strip().rpartition("=")[2]
        host = socket.create_connection(("127.0.0.1", hub.port), timeout=60)
        host.sendall(
            b"CAP REQ :hubbub.chat/room\r\nPASS s3cret-word\r\nNICK ada\r\nUSER ada 0 * :Ada\r\n"
            b"HUBBUB OWNER " + secret.encode() + b"\r\nCAP END\r\nJOIN #hubbub\r\n"
        )
        hub.read_until("ada joined")
        host.close()
        _status, out, _err = hub.end()
    assert "s3cret-word" not in out
    assert out.count(secret) == 1
    assert "proved to be the host" in out


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_tells_members_why_and_ends_well(number: signal.Signals) -> None:
    with HeadlessHub() as hub, hub.member("alice") as alice:
        status, _out, err = hub.end(number)
        assert "The host closed the room" in alice.rest()
    assert (status, err) == (0, "")


def test_a_console_that_nobody_reads_does_not_stop_the_hub() -> None:
    with HeadlessHub("--no-limits") as hub, hub.member("alice") as alice:
        for number in range(300):
            # far more than a pipe holds; the PONG shows that the hub still answers
            alice.send(*[f"PRIVMSG #hubbub :{'x' * 400}"] * 3, f"PING {number}")
        alice.send("PING last")
        alice.wait_for("last")
        hub.process.stdout.close()  # and a reader that is gone does not either
        alice.send("PRIVMSG #hubbub :still", "PING gone")
        alice.wait_for("gone")
        hub.process.send_signal(getattr(signal, "CTRL_BREAK_EVENT", signal.SIGTERM))
        assert hub.process.wait(30) == 0
        hub.process.stderr.close()


def test_several_listeners_are_told_line_by_line() -> None:
    with HeadlessHub("--listen", "[::1]:0") as hub:
        assert hub.read_until("listening").startswith("listening on [::1]:")


def test_the_next_port_is_taken_when_nobody_named_one(monkeypatch: pytest.MonkeyPatch) -> None:
    held = []
    try:
        for port in (6667, 6668):
            taken = socket.socket()
            # also while an ended connection of the port still lingers
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            held.append(taken)
            try:
                taken.bind(("127.0.0.1", port))
                taken.listen()
            except OSError:  # another program has it: that is as good
                continue
        with HeadlessHub(listen="127.0.0.1") as hub:
            assert 6669 <= hub.port <= 6687
    finally:
        for taken in held:
            taken.close()


def test_a_named_port_that_is_taken_is_one_sentence_and_status_2() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run("host", "--headless", "--listen", f"127.0.0.1:{port}")
    assert ended.returncode == 2
    assert is_one_sentence(ended.stderr)
    assert f"Port {port} is already in use" in ended.stderr
    assert ended.stdout == ""


def test_an_address_of_another_computer_is_one_sentence_and_status_2() -> None:
    ended = run("host", "--headless", "--listen", "203.0.113.7:6667")
    assert ended.returncode == 2
    assert is_one_sentence(ended.stderr)
    assert "not an address of this computer" in ended.stderr


def test_without_a_display_it_says_what_to_do_instead() -> None:
    for args in ((), ("host",), ("join", "192.168.1.5")):
        ended = run(*args)
        assert ended.returncode == 2
        assert is_one_sentence(ended.stderr)
        assert "host --headless" in ended.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have one display")
def test_a_display_that_does_not_answer_is_one_sentence_and_status_2() -> None:
    for args in ((), ("join", "192.168.1.5")):
        ended = run(*args, DISPLAY=":99999")
        assert ended.returncode == 2
        assert is_one_sentence(ended.stderr)
        assert ":99999 does not answer" in ended.stderr


@pytest.mark.parametrize("args", [["host", "--headless"], [], ["--version"]], ids=str)
def test_a_missing_system_library_is_one_sentence_and_status_2(args: list[str]) -> None:
    code = (
        "import sys\n"
        "class Missing:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'PySide6.QtNetwork':\n"
        "            raise ImportError('libgssapi_krb5.so.2: cannot open shared object file')\n"
        "sys.meta_path.insert(0, Missing())\n"
        "from app.cli import main\n"
        f"sys.exit(main({args!r}))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=180
    )
    assert ended.returncode == 2
    assert ended.stderr == "hubbub: A system library is missing: apt install libgssapi-krb5-2\n"


def test_a_log_that_cannot_be_written_is_one_sentence_and_status_2(tmp_path: Path) -> None:
    ended = run("host", "--headless", "--log-file", str(tmp_path))
    assert ended.returncode == 2
    assert is_one_sentence(ended.stderr)


def test_headless_loads_no_part_of_a_window() -> None:
    code = (
        "import sys, app.headless, app.headless_room, app.cli\n"
        "loaded = {'PySide6.QtGui', 'PySide6.QtWidgets', 'app.ui'} & set(sys.modules)\n"
        "sys.exit(str(loaded) if loaded else 0)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=180
    )
    assert ended.returncode == 0, ended.stderr


def test_the_version_and_the_help_need_no_display() -> None:
    assert run("--version").stdout.startswith("Hubbub ")
    told = run("host", "--help").stdout
    assert "--headless" in told
    assert "--history {none,1h,all}" in told


def test_what_was_said_can_be_read_at_the_next_start(tmp_path: Path) -> None:
    with HeadlessHub(data=tmp_path) as hub, hub.member("alice") as alice:
        alice.send("PRIVMSG #hubbub :see you tomorrow", "QUIT")
        alice.rest()
    for policy, is_read in (("all", True), ("none", False)):
        with HeadlessHub("--history", policy, data=tmp_path) as hub, hub.member("bob") as bob:
            bob.send("CHATHISTORY LATEST #hubbub * 10", "QUIT")
            assert (":see you tomorrow\r\n" in bob.rest()) == is_read


def test_a_folder_that_another_hub_uses_is_one_sentence_and_status_2(tmp_path: Path) -> None:
    with HeadlessHub(data=tmp_path):
        ended = run("host", "--headless", "--listen", "127.0.0.1:0", "--data-dir", str(tmp_path))
    assert ended.returncode == 2
    assert is_one_sentence(ended.stderr)
    assert "another program is using it" in ended.stderr


def test_cycles_are_searched_for_as_soon_as_it_listens(tmp_path: Path) -> None:
    code = (
        "import gc, os, sys\n"
        "from app.headless import HeadlessHost\n"
        "start = HeadlessHost.start\n"
        "def start_and_look(host):\n"
        "    before = gc.isenabled()\n"
        "    def look(_listening):\n"
        "        print(f'{before} {gc.isenabled()}', file=sys.stderr, flush=True)\n"
        "        os._exit(0)\n"
        "    host._server.started.connect(look)\n"
        "    start(host)\n"
        "HeadlessHost.start = start_and_look\n"
        "from app.cli import main\n"
        "main(['host', '--headless', '--listen', '127.0.0.1:0', '--data-dir', sys.argv[1]])\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "data")]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    assert run.stderr == "False True\n"
