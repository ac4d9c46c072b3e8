"""The command line as values, and a sentence for everything that it cannot mean."""

from __future__ import annotations

import gc
import socket
import sys
from pathlib import Path

import pytest

from app import cli, display, launch_options
from app.arguments import UsageError
from app.files.file_limits import MEGABYTE, FileLimits
from app.hub.data.config import Newcomers, WebContent
from app.net.endpoint import Endpoint


def test_without_a_command_the_start_window_opens() -> None:
    chosen = launch_options.parse([])
    assert (chosen.join, chosen.host, chosen.profile) == ("", None, "")


def test_join_takes_an_address_and_a_name() -> None:
    chosen = launch_options.parse(["--profile", "second", "join", "192.168.1.5:7000", "--name", "Ada L"])
    assert (chosen.join, chosen.name, chosen.profile) == ("192.168.1.5:7000", "Ada L", "second")
    assert chosen.places.config.name == "hubbub-second"


@pytest.mark.parametrize(
    "argv",
    [
        ["open", "--", "hubbub://192.168.1.5:7000/club?fp=ab"],
        ["open", "hubbub://192.168.1.5:7000/club?fp=ab"],
        ["--", "hubbub://192.168.1.5:7000/club?fp=ab"],
        ["hubbub://192.168.1.5:7000/club?fp=ab"],
    ],
)
def test_a_link_that_another_program_hands_over_is_not_typed(argv: list[str]) -> None:
    chosen = launch_options.parse(argv)
    assert (chosen.link, chosen.join) == ("hubbub://192.168.1.5:7000/club?fp=ab", "")
    assert "club" not in repr(chosen), "an owner's link holds a secret"
    assert launch_options.parse(["IRC://irc.example.org/a"]).link == "IRC://irc.example.org/a"


@pytest.mark.parametrize(
    "argv",
    [
        ["open", "--", "--log-file=/tmp/x"],
        ["open", "--", "-h"],
        ["open", "--version"],
        ["--", "--version"],
        ["--", "host", "--headless"],
        ["irc://192.168.1.5/a", "--profile", "x"],
        ["irc://192.168.1.5/a", "host"],
        ["irc:-", "x"],
        ["open", "--", "host"],
        ["open", "--", "http://example.org"],
        ["open", "--", "join 192.168.1.5"],
        ["open", "--", "see hubbub://192.168.1.5/club"],
        ["open", "--", "irc://192.168.1.5:22/a"],
    ],
    ids=" ".join,
)
def test_what_stands_in_a_link_or_behind_it_is_no_option(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(argv) == 2
    told = capsys.readouterr()
    assert (told.out, told.err[:8], told.err.count("\n")) == ("", "hubbub: ", 1)


def test_everything_of_a_headless_host(tmp_path: Path) -> None:
    chosen = launch_options.parse(
        [
            *("host", "--headless", "--room", "Robotics club", "--listen", "127.0.0.1:7000"),
            *("--listen", "[::1]:7001", "--password", "pw", "--data-dir", str(tmp_path)),
            *("--server-name", "My.Little.Server", "--operator", "oper:pa:ss", "--operator", "two:x"),
            *("--icon", "https://example.org/icon.svg"),
            "--no-announce",
            *("--files", "100M"),
            *("--no-autojoin", "--no-limits", "--public-address", "chat.example.org", "--history", "1h"),
            *("--web", "none", "--web-plain-password", "--web-origin", "https://web.example.net"),
            *("--web-origin", "http://localhost:8080"),
        ]
    )
    assert chosen.host is not None
    config = chosen.host.config
    assert chosen.host.headless
    assert chosen.host.endpoints == (Endpoint("127.0.0.1", 7000), Endpoint("::1", 7001))
    assert (config.room_name, config.room) == ("Robotics club", "#robotics-club")
    assert (chosen.host.password, config.server_name) == ("pw", "My.Little.Server")
    assert config.icon == "https://example.org/icon.svg"
    assert config.operators == {"oper": "pa:ss", "two": "x"}
    assert (config.autojoin, config.loopback_limits) == (False, False)
    assert config.newcomers is Newcomers.HOUR
    assert config.files == FileLimits.up_to(100 * MEGABYTE)
    assert chosen.host.files_given
    assert not config.shown_nearby
    assert config.public_address == "chat.example.org"
    assert config.web is WebContent.NONE
    assert config.web_plain_password
    assert chosen.host.web_given
    assert config.web_origins == ("https://web.example.net", "http://localhost:8080")
    assert chosen.places.data == tmp_path


def test_cycles_are_searched_for_again_behind_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--nonsense"]) == 2
    assert gc.isenabled()
    assert capsys.readouterr().err


def test_a_folder_that_others_may_read_is_told_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    asked: list[Path] = []
    monkeypatch.setattr("app.security.folder_owner.keep_to_owner", lambda folder: bool(asked.append(folder)))
    adding = ["adduser", "--name", "mara", "--password", "sesame", "--data-dir", str(tmp_path)]
    assert cli.main(adding) == 0
    assert asked == [tmp_path]
    assert capsys.readouterr().err == (
        f"hubbub: Others on this computer may be able to read {tmp_path}: choose a folder of your own.\n"
    )


def test_hosting_listens_everywhere_by_default() -> None:
    chosen = launch_options.parse(["host"])
    assert chosen.host is not None
    assert chosen.host.config.web is WebContent.CHAT
    assert not chosen.host.config.web_plain_password
    assert not chosen.host.web_given
    assert chosen.host.endpoints == (Endpoint("", None),)
    assert chosen.host.config.loopback_limits
    assert chosen.host.config.newcomers is Newcomers.ALL
    assert chosen.host.config.shown_nearby
    assert chosen.host.config.files == FileLimits()
    assert not chosen.host.files_given


def test_files_may_be_none_and_nonsense_is_refused() -> None:
    chosen = launch_options.parse(["host", "--files", "none"])
    assert chosen.host is not None
    assert chosen.host.config.files is None
    with pytest.raises(UsageError, match="such as 100M or 1G, or none"):
        launch_options.parse(["host", "--files", "huge"])


def test_the_password_is_the_first_line_of_its_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("pass wörd\r\nnot this\n", encoding="utf-8")
    chosen = launch_options.parse(["host", "--password-file", str(file)])
    assert chosen.host is not None
    assert chosen.host.password == "pass wörd"
    assert "wörd" not in repr(chosen)


def test_an_account_is_named_with_the_file_of_its_password(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("sés=ame\n", encoding="utf-8")
    chosen = launch_options.parse(
        ["join", "chat.example", "--account", "mara", "--account-password-file", str(file)]
    )
    assert chosen.login == launch_options.Login(account="mara", password="sés=ame")
    assert "sés" not in repr(chosen)
    assert launch_options.parse(["join", "chat.example"]).login is None


def test_a_certificate_is_given_with_its_key() -> None:
    chosen = launch_options.parse(["host", "--tls-cert", "a.crt", "--tls-key", "a.key"])
    assert chosen.host is not None
    assert chosen.host.certificate == launch_options.CertificateFiles(Path("a.crt"), Path("a.key"))


def test_logging_is_chosen_before_or_after_the_command() -> None:
    assert launch_options.parse(["--log-level", "debug", "host"]).log_level == "debug"
    assert launch_options.parse(["host", "--log-level", "debug"]).log_level == "debug"
    assert launch_options.parse(["host"]).log_level == "warning"


@pytest.mark.parametrize(
    "argv",
    [
        ["--nonsense"],
        ["nonsense"],
        ["join"],
        ["join", "host:99999"],
        ["join", "http://example.org"],
        ["join", "192.168.1.5", "--name", "!!!"],
        ["join", "192.168.1.5", "--account", "mara"],
        ["join", "192.168.1.5", "--account-password-file", "/dev/null"],
        ["join", "192.168.1.5", "--account", "mara", "--account-password-file", "/dev/null"],
        ["join", "192.168.1.5", "--account", "mara", "--account-password-file", "/no/such/file"],
        ["--profile", "../up", "host"],
        ["host", "--listen", ""],
        ["host", "--listen", "127.0.0.1:x"],
        ["host", "--listen", "127.0.0.1:70000"],
        ["host", "--listen", "[::1"],
        ["host", "--listen", "[::1]7000"],
        ["host", "--listen", "no-such-host.invalid:7000"],
        ["host", "--room", "  "],
        ["host", "--room", "a\x07b"],
        ["host", "--server-name", "two words"],
        ["host", "--server-name", ":colon"],
        ["host", "--icon", "icon.svg"],
        ["host", "--icon", f"https://example.org/{'x' * 200}"],
        ["host", "--operator", "nobody"],
        ["host", "--operator-file", "/no/such/file"],
        ["host", "--operator-file", "/dev/null"],
        ["host", "--password", ""],
        ["host", "--password", "a", "--password-file", "b"],
        ["host", "--password-file", "/no/such/file"],
        ["host", "--tls-cert", "only.crt"],
        ["host", "--tls-key", "only.key"],
        ["host", "--history", "never"],
        ["host", "--web-origin", "chat.example.org"],
        ["host", "--web-origin", "null"],
        ["host", "--web", "everything"],
        ["host", "--web-origin", "https://chat.example.org/path"],
        ["host", "--log-level", "loud"],
        ["host", "--head"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_meant_is_one_sentence_and_status_2(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(argv) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("hubbub: ")
    assert told.err.count("\n") == 1


def test_operators_come_from_a_file_too(tmp_path: Path) -> None:
    file = tmp_path / "operators"
    file.write_text("ada:pa:ss\n\nbo: y \n")
    chosen = launch_options.parse(
        ["host", "--operator-file", str(file), "--operator", "zoe:x", "--owner-link"]
    )
    assert chosen.host is not None
    assert chosen.host.config.operators == {"ada": "pa:ss", "bo": " y ", "zoe": "x"}
    assert chosen.host.owner_link
    file.write_text("ada\n")
    with pytest.raises(UsageError, match="NAME:PASS"):
        launch_options.parse(["host", "--operator-file", str(file)])


def test_a_password_file_of_other_bytes_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="UTF-8"):
        launch_options.parse(["host", "--password-file", str(file)])


@pytest.mark.parametrize(
    ("text", "endpoint"),
    [
        ("127.0.0.1:7000", Endpoint("127.0.0.1", 7000)),
        ("127.0.0.1", Endpoint("127.0.0.1")),
        ("::1", Endpoint("::1")),
        ("[::1]", Endpoint("::1")),
        ("[::]:7000", Endpoint("::", 7000)),
        ("0.0.0.0:7000", Endpoint("0.0.0.0", 7000)),
        ("localhost:7000", Endpoint("127.0.0.1", 7000)),
        ("*:7000", Endpoint("", 7000)),
        (":7000", Endpoint("", 7000)),
        ("7000", Endpoint("", 7000)),
    ],
)
def test_where_to_listen_is_read_in_every_form(text: str, endpoint: Endpoint) -> None:
    chosen = launch_options.parse(["host", "--listen", text])
    assert chosen.host is not None
    assert chosen.host.endpoints == (endpoint,)


@pytest.mark.parametrize(
    ("environ", "is_possible"),
    [
        ({}, False),
        ({"DISPLAY": ""}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"QT_QPA_PLATFORM": "offscreen"}, True),
    ],
)
def test_a_window_needs_a_display_on_linux(environ: dict[str, str], is_possible: bool) -> None:
    told = display.problem(environ, "linux", has=lambda _library: True, is_there=lambda _environ: True)
    assert (told == "") is is_possible
    assert is_possible or "host --headless" in told


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"DISPLAY": ":99999"}, ":99999"),
        ({"DISPLAY": "nonsense"}, "nonsense"),
        ({"DISPLAY": ":99999", "QT_QPA_PLATFORM": "xcb"}, ":99999"),
        ({"WAYLAND_DISPLAY": "wayland-99", "XDG_RUNTIME_DIR": "/nonexistent"}, "wayland-99"),
    ],
)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have one display")
def test_a_display_that_does_not_answer_is_one_sentence(environ: dict[str, str], named: str) -> None:
    told = display.problem(environ, "linux", has=lambda _library: True)
    assert told.startswith(f"The display {named} does not answer")
    assert "host --headless" in told


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have one display")
def test_a_compositor_that_answers_is_a_display(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "wayland-0"))
        compositor.listen()
        environ = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path), "DISPLAY": ":99999"}
        assert display.problem(environ, "linux", has=lambda _library: True) == ""


def test_other_systems_always_have_a_display() -> None:
    assert display.problem({}, "darwin", has=lambda _library: False) == ""


def test_missing_libraries_are_named_by_their_packages() -> None:
    missing = {"libEGL.so.1", "libxcb-cursor.so.0"}
    told = display.problem({"DISPLAY": ":0"}, "linux", has=lambda library: library not in missing)
    assert told.endswith("apt install libegl1 libxcb-cursor0")
    on_wayland = display.problem(
        {"WAYLAND_DISPLAY": "w"}, "linux", has=lambda library: library not in missing
    )
    assert on_wayland.endswith("apt install libegl1")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="libraries are looked for on Linux alone")
def test_a_library_is_looked_for_where_the_system_loads_from() -> None:
    assert display.loads("libc.so.6")
    assert not display.loads("libno-such-thing.so.9")


def test_a_binding_that_cannot_be_loaded_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_name: str) -> None:
        raise ImportError("libEGL.so.1: cannot open shared object file")

    monkeypatch.setattr(display.importlib, "import_module", fail)
    told = display.problem(
        {"DISPLAY": ":0"}, "linux", has=lambda _library: True, is_there=lambda _environ: True
    )
    assert "libegl1" in told


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ImportError("libEGL.so.1: cannot open shared object file"), "apt install libegl1"),
        (ImportError("libgssapi_krb5.so.2: cannot open shared object file"), "apt install libgssapi-krb5-2"),
        (ModuleNotFoundError("No module named 'PySide6'", name="PySide6"), "PySide6 is not installed"),
        (ImportError("libnew.so.1: cannot open shared object file"), "libnew.so.1"),
    ],
)
def test_a_part_of_qt_that_cannot_be_loaded_is_told_in_words(error: ImportError, words: str) -> None:
    assert words in display.import_problem(error)
