"""Programs of others over TLS: openssl, curl, irssi and WeeChat, with and without a certificate."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.security.certificate import Identity, load, load_or_make
from tests.foreign.programs import IRSSI, PATIENCE, WEECHAT, WEECHAT_TYPES, Terminal, Ways, require
from tests.headless_hub import HeadlessHub

pytestmark = pytest.mark.foreign

GREETING = "NICK {nick}\r\nUSER {nick} 0 * :{nick}\r\nQUIT :done\r\n"
LOGIN = (
    "CAP LS 302\r\nNICK {nick}\r\nUSER {nick} 0 * :{nick}\r\nCAP REQ :sasl\r\nAUTHENTICATE EXTERNAL\r\n"
    "AUTHENTICATE +\r\nCAP END\r\nQUIT :done\r\n"
)
STRONG = ["AES128-GCM-SHA256", "AES256-GCM-SHA384", "CHACHA20-POLY1305"]


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HeadlessHub]:
    with HeadlessHub("--room", "Robotics club", data=tmp_path / "hub") as running:
        yield running


@pytest.fixture
def pem(tmp_path: Path) -> Callable[[str], str]:
    """A file with the certificate and key of somebody."""

    def make(name: str) -> str:
        identity = load_or_make(tmp_path, name, name, now=time.time())
        path = tmp_path / f"{name}.pem"
        path.write_bytes(identity.certificate_pem + identity.key_pem)
        return str(path)

    return make


def s_client(hub: HeadlessHub, *options: str, said: str = "", quiet: bool = True) -> tuple[int, str]:
    """Connect with openssl; returns its exit status and all it printed."""
    words = ["-quiet"] if quiet else []
    run = subprocess.run(
        [require("openssl"), "s_client", "-connect", f"127.0.0.1:{hub.port}", *words, *options],
        input=said,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    return run.returncode, run.stdout + run.stderr


@pytest.mark.parametrize("version", ["-tls1_2", "-tls1_3"])
def test_openssl_talks_over_new_versions(hub: HeadlessHub, version: str) -> None:
    _status, told = s_client(hub, version, said=GREETING.format(nick="alice"))
    assert " 001 alice " in told
    assert "ERROR :" in told


@pytest.mark.parametrize("version", ["-tls1", "-tls1_1"])
def test_old_versions_are_refused(hub: HeadlessHub, version: str) -> None:
    status, told = s_client(
        hub, version, "-cipher", "ALL:@SECLEVEL=0", said=GREETING.format(nick="alice"), quiet=False
    )
    assert status != 0
    assert "Cipher is (NONE)" in told
    assert " 001 " not in told


@pytest.mark.parametrize("cipher", STRONG)
def test_a_strong_cipher_is_agreed_to(hub: HeadlessHub, cipher: str) -> None:
    _status, told = s_client(hub, "-tls1_2", "-cipher", f"ECDHE-ECDSA-{cipher}", quiet=False)
    assert f"Cipher is ECDHE-ECDSA-{cipher}" in told


def test_no_other_cipher_is_agreed_to(hub: HeadlessHub) -> None:
    listed = subprocess.run(
        [require("openssl"), "ciphers", "-tls1_2", "-s", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"],
        capture_output=True,
        text=True,
        check=True,
    )
    others = [name for name in listed.stdout.strip().split(":") if not name.startswith("TLS_")]
    strong = {f"ECDHE-{key}-{cipher}" for key in ("ECDSA", "RSA") for cipher in STRONG}
    weak = [name for name in others if name not in strong]
    assert len(weak) > 50
    status, told = s_client(hub, "-tls1_2", "-cipher", ":".join([*weak, "@SECLEVEL=0"]), quiet=False)
    assert status != 0
    assert "Cipher is (NONE)" in told


def test_the_hub_shows_the_certificate_of_its_owner_link(hub: HeadlessHub, tmp_path: Path) -> None:
    link = hub.read_until("owner link")
    run = subprocess.run(
        f"{require('openssl')} s_client -connect 127.0.0.1:{hub.port} </dev/null 2>/dev/null"
        f" | {require('openssl')} x509 -noout -fingerprint -sha256",
        shell=True,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    shown = run.stdout.strip().rpartition("=")[2].replace(":", "").lower()
    assert len(shown) == 64
    assert f"fp={shown}&" in link
    kept = load(tmp_path / "hub" / "hub.crt", tmp_path / "hub" / "hub.key")
    assert kept.fingerprint == shown


def test_a_certificate_logs_in_and_owns_its_name(hub: HeadlessHub, pem: Callable[[str], str]) -> None:
    def login(who: str, nick: str) -> str:
        return s_client(hub, "-cert", pem(who), said=LOGIN.format(nick=nick))[1]

    assert " 903 " in login("alice", "alice")
    assert " 433 " in login("mallory", "alice")
    again = login("alice", "alice")
    assert " 900 alice " in again
    assert " 001 alice " in again


def test_without_a_certificate_there_is_no_login_by_one(hub: HeadlessHub) -> None:
    told = s_client(hub, said=LOGIN.format(nick="alice"))[1]
    offered = told.partition("sasl=")[2].split()[0].split(",")
    assert "PLAIN" in offered
    assert "EXTERNAL" not in offered
    assert " 903 " not in told


def test_a_hub_that_starts_again_is_the_same_and_remembers(tmp_path: Path, pem: Callable[[str], str]) -> None:
    fingerprints = []
    for nick, who, numeric in (("alice", "alice", " 001 alice "), ("alice", "mallory", " 433 ")):
        with HeadlessHub(data=tmp_path / "hub") as hub:
            fingerprints.append(hub.read_until("owner link").partition("fp=")[2][:64])
            assert numeric in s_client(hub, "-cert", pem(who), said=LOGIN.format(nick=nick))[1]
    assert fingerprints[0] == fingerprints[1]


@pytest.mark.parametrize("kind", ["rsa:2048", "ec"])
def test_a_given_certificate_takes_the_place_of_the_self_made(tmp_path: Path, kind: str) -> None:
    cert, key = tmp_path / "given.crt", tmp_path / "given.key"
    more = ["-pkeyopt", "ec_paramgen_curve:P-384"] if kind == "ec" else []
    subprocess.run(
        [
            *(require("openssl"), "req", "-x509", "-newkey", kind, *more, "-nodes", "-days", "30"),
            *("-keyout", str(key), "-out", str(cert), "-subj", "/CN=chat.example.org"),
        ],
        check=True,
        capture_output=True,
    )
    given: Identity = load(cert, key)
    with HeadlessHub("--tls-cert", str(cert), "--tls-key", str(key)) as hub:
        assert f"fp={given.fingerprint}&" in hub.read_until("owner link")
        assert " 001 alice " in s_client(hub, said=GREETING.format(nick="alice"))[1]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_curl_gets_the_page_and_the_end(hub: HeadlessHub, scheme: str) -> None:
    run = subprocess.run(
        [require("curl"), "-sSik", "--max-time", "20", f"{scheme}://127.0.0.1:{hub.port}/"],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("HTTP/1.1 200 OK")
    assert f"{'wss' if scheme == 'https' else 'ws'}://127.0.0.1:{hub.port}/" in run.stdout


@pytest.fixture
def terminals() -> Iterator[Callable[..., Terminal]]:
    """Programs in terminals, ended at the end."""
    running: list[Terminal] = []

    def start(home: Path, command: list[str], ways: Ways) -> Terminal:
        running.append(Terminal(home, command, ways=ways))
        return running[-1]

    yield start
    for one in running:
        one.close()


def irssi(terminals: Callable[..., Terminal], tmp_path: Path, nick: str) -> Terminal:
    home = tmp_path / f"irssi-{nick}"
    home.mkdir()
    made: Terminal = terminals(home, [require("irssi"), f"--home={home}", f"--nick={nick}"], IRSSI)
    made.sees("(status)")
    return made


def connect(ada: Terminal, hub: HeadlessHub, command: str) -> None:
    """Type a command that connects, and go to the room when it has led there."""
    ada.type(command)
    hub.read_until("ada joined")
    ada.enters("#robotics-club", "[Users #robotics-club]")


def weechat(
    terminals: Callable[..., Terminal], tmp_path: Path, port: int, nick: str, *settings: str
) -> Terminal:
    home = tmp_path / f"weechat-{nick}"
    home.mkdir()
    # called ssl before WeeChat 4.0, tls since; the name that a version does not know only makes it complain
    tls = [f"{name}{setting}" for name in ("ssl", "tls") for setting in (" on", "_verify off")]
    setup = [
        WEECHAT_TYPES,
        f"/server add hub 127.0.0.1/{port} -nicks={nick}",
        *(f"/set irc.server.hub.{setting}" for setting in (*tls, *settings)),
        "/set weechat.look.buffer_notify_default all",
        "/connect hub",
    ]
    command = [require("weechat"), "--dir", str(home / "weechat"), "--run-command", ";".join(setup)]
    made: Terminal = terminals(home, command, WEECHAT)
    return made


def test_a_plain_irssi_and_an_encrypted_weechat_talk_in_one_room(
    hub: HeadlessHub, terminals: Callable[..., Terminal], tmp_path: Path
) -> None:
    ada = irssi(terminals, tmp_path, "ada")
    connect(ada, hub, f"/connect 127.0.0.1 {hub.port}")
    bert = weechat(terminals, tmp_path, hub.port, "bert")
    hub.read_until("bert joined")
    bert.enters("#robotics-club")
    ada.sees("bert")
    ada.type("hello over nothing")
    bert.sees("hello over nothing")
    bert.type("hello over TLS")
    ada.sees("hello over TLS")


def test_weechat_logs_in_by_certificate(
    hub: HeadlessHub, terminals: Callable[..., Terminal], tmp_path: Path, pem: Callable[[str], str]
) -> None:
    certificate = [f"{name}_cert {pem('bert')}" for name in ("ssl", "tls")]
    bert = weechat(terminals, tmp_path, hub.port, "bert", *certificate, "sasl_mechanism external")
    hub.read_until("bert joined")
    bert.finds("/buffer irc.server.hub", "logged in as bert")
    assert " 433 " in s_client(hub, "-cert", pem("mallory"), said=LOGIN.format(nick="Bert"))[1]


def test_irssi_logs_in_by_certificate(
    hub: HeadlessHub, terminals: Callable[..., Terminal], tmp_path: Path, pem: Callable[[str], str]
) -> None:
    ada = irssi(terminals, tmp_path, "ada")
    ada.type("/network add -sasl_mechanism EXTERNAL -sasl_username ada hub")
    ada.type(f"/server add -tls -notls_verify -tls_cert {pem('ada')} -network hub 127.0.0.1 {hub.port}")
    connect(ada, hub, "/connect hub")
    ada.type("/window 1")
    ada.sees("SASL authentication succeeded")
    assert " 433 " in s_client(hub, "-cert", pem("mallory"), said=LOGIN.format(nick="ada"))[1]


def test_irssi_talks_over_tls_without_a_certificate(
    hub: HeadlessHub, terminals: Callable[..., Terminal], tmp_path: Path
) -> None:
    ada = irssi(terminals, tmp_path, "ada")
    connect(ada, hub, f"/connect -tls -notls_verify 127.0.0.1 {hub.port}")
    ada.type("hello from irssi")
    hub.read_until("<ada> hello from irssi")
