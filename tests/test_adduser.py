"""`adduser` on the command line: an account that a hub finds, also one that runs."""

from __future__ import annotations

from base64 import b64encode
from contextlib import closing
from pathlib import Path

import pytest

from app import cli
from app.hub.people.passwords import SCRAM_ITERATIONS, SCRYPT_COSTS
from app.irc.confusables import nick_keys
from app.net.workers import run_secret_work
from app.store.stored_accounts import StoredAccounts
from tests.headless_hub import HeadlessHub

_LOGIN = ("AUTHENTICATE PLAIN", "AUTHENTICATE " + b64encode(b"mara\0mara\0sesame").decode())


def add(folder: Path, name: str = "mara", *password: str) -> int:
    return cli.main(
        ["adduser", "--data-dir", str(folder), "--name", name, *(password or ("--password", "sesame"))]
    )


def test_a_running_hub_knows_the_account_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(StoredAccounts(tmp_path / "accounts.sqlite")) as of_the_hub:
        assert of_the_hub.credentials("mara") is None
        assert add(tmp_path) == 0
        kept = of_the_hub.credentials("mara")
        assert of_the_hub.owner_of("rnara") == "mara"
    assert kept is not None
    assert kept.scram is not None
    assert run_secret_work("check", ("sesame", kept.verifier)) is True
    # what is made up for accounts that do not exist costs as much
    assert (kept.verifier.n, kept.verifier.r, kept.verifier.p) == SCRYPT_COSTS
    assert len(kept.verifier.salt) == 16
    assert len(kept.scram.salt) == 32
    assert kept.scram.iterations == SCRAM_ITERATIONS
    said = capsys.readouterr()
    assert said.out == "mara can log in with this password now.\n"
    assert "sesame" not in said.out + said.err


@pytest.mark.parametrize("name", ["mara", "Mara", "rnara", "m\u00e1ra"])
def test_a_name_is_taken_once(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    add(tmp_path)
    assert add(tmp_path, name, "--password", "other") == 2
    said = capsys.readouterr().err
    assert said == f"hubbub: There is an account already that is called {name} or looks like it.\n"
    with closing(StoredAccounts(tmp_path / "accounts.sqlite")) as accounts:
        kept = accounts.credentials("mara")
    assert kept is not None
    assert run_secret_work("check", ("other", kept.verifier)) is False


@pytest.mark.parametrize("name", ["NickServ", "gl0bal"])
def test_a_name_of_services_is_not_given_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert add(tmp_path, name) == 2
    assert capsys.readouterr().err == f"hubbub: That is a name of services, take another: {name}2.\n"
    with closing(StoredAccounts(tmp_path / "accounts.sqlite")) as accounts:
        accounts.create(name, nick_keys(name), 0.0, fingerprint="since before")
    assert add(tmp_path, name) == 0


def test_who_came_by_certificate_gets_a_password_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(StoredAccounts(tmp_path / "accounts.sqlite")) as accounts:
        accounts.create("Mara", ("rnara",), 1.0, fingerprint="fp")
        accounts.claim("Mara", "lind", 1.0)
        assert add(tmp_path, "lind") == 2  # one of its nicknames, not its name
        assert add(tmp_path, "mara") == 0
        assert accounts.credentials("Mara") is not None
        assert accounts.by_fingerprint("fp") == "Mara"
    assert capsys.readouterr().out == "Mara can log in with this password now.\n"


def test_the_password_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("ses\u00e4me\n", encoding="utf-8")
    assert add(tmp_path / "data", "mara", "--password-file", str(file)) == 0
    with closing(StoredAccounts(tmp_path / "data" / "accounts.sqlite")) as accounts:
        kept = accounts.credentials("mara")
    assert kept is not None
    assert run_secret_work("check", ("ses\u00e4me", kept.verifier)) is True


@pytest.mark.parametrize(
    ("name", "password", "sentence"),
    [
        ("1mara", "sesame", "“1mara” cannot name an account"),
        ("mara lind", "sesame", "cannot name an account"),
        ("mara", "", "The password is empty"),
        ("mara", "x" * 601, "The password is too long: 600 bytes are the most."),
        ("mara", "a\u0007", "A password has no characters that cannot be seen."),
    ],
)
def test_what_cannot_be_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, password: str, sentence: str
) -> None:
    assert add(tmp_path, name, "--password", password) == 2
    said = capsys.readouterr().err
    assert said.startswith("hubbub: ")
    assert sentence in said
    assert said.count("\n") == 1


def test_the_longest_password_is_one(tmp_path: Path) -> None:
    assert add(tmp_path, "mara", "--password", "x" * 600) == 0


def test_a_damaged_file_is_a_sentence_and_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "accounts.sqlite").write_bytes(b"no database" * 100)
    assert add(tmp_path) == 2
    assert "cannot be used" in capsys.readouterr().err
    assert (tmp_path / "accounts.sqlite").read_bytes() == b"no database" * 100


def test_what_an_account_moderates_is_there_after_the_hub_was_killed(tmp_path: Path) -> None:
    with HeadlessHub(data=tmp_path) as hub:
        assert add(tmp_path) == 0
        with hub.member("guest") as guest:
            guest.send("CAP REQ sasl", *_LOGIN, "JOIN #club", "MODE #club +k word", "PING done")
            guest.wait_for("PONG")
        hub.kill()
    with HeadlessHub(data=tmp_path) as hub, hub.member("eve") as eve:
        eve.send("JOIN #club")
        eve.wait_for(" 475 ")
        with hub.member("somebody") as mara:
            mara.send("CAP REQ sasl", *_LOGIN)
            mara.wait_for(" 903 ")
            mara.wait_for(" JOIN #club")
            assert "@somebody" in mara.wait_for(" 353 ")
