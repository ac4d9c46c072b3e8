"""The certificate and key by which a hub or a person is known."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from app.security import private_files
from app.security.certificate import Identity, fingerprint_of, load, load_or_make
from app.security.security_errors import SecurityError

NOW = 1_800_000_000.0
ROOT = Path(__file__).parent.parent.parent


def pem_of(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def parsed(identity: Identity) -> x509.Certificate:
    return x509.load_pem_x509_certificate(identity.certificate_pem)


def test_an_identity_is_made_once_and_found_again(tmp_path: Path) -> None:
    first = load_or_make(tmp_path / "data", "hub", "Robotics club", now=NOW)
    assert load_or_make(tmp_path / "data", "hub", "another name", now=NOW) == first
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["hub.crt", "hub.key"]


def test_two_names_are_two_identities(tmp_path: Path) -> None:
    assert (
        load_or_make(tmp_path, "hub", "x", now=NOW).fingerprint
        != load_or_make(tmp_path, "me", "x", now=NOW).fingerprint
    )


def test_the_fingerprint_is_that_of_the_certificate_on_the_wire(tmp_path: Path) -> None:
    identity = load_or_make(tmp_path, "hub", "Robotics", now=NOW)
    der = parsed(identity).public_bytes(serialization.Encoding.DER)
    assert identity.fingerprint == fingerprint_of(der) == sha256(der).hexdigest()
    assert len(identity.fingerprint) == 64


@pytest.mark.parametrize("pem", [b"", b"-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----"])
def test_what_is_no_certificate_has_no_fingerprint(pem: bytes) -> None:
    with pytest.raises(SecurityError, match="no certificate"):
        _ = Identity(pem, b"").fingerprint


def test_the_certificate_serves_hubs_and_people_for_twenty_years(tmp_path: Path) -> None:
    made = parsed(load_or_make(tmp_path, "hub", "Robotics club", now=NOW))
    assert made.subject.rfc4514_string() == "CN=Robotics club"
    key = made.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert key.curve.name == "secp256r1"
    assert 19 < (made.not_valid_after_utc - made.not_valid_before_utc).days / 365 < 21
    assert made.extensions.get_extension_for_class(x509.BasicConstraints).value.ca is False
    usage = set(made.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value)
    assert usage == {x509.ExtendedKeyUsageOID.SERVER_AUTH, x509.ExtendedKeyUsageOID.CLIENT_AUTH}


def test_a_certificate_begins_a_day_before_it_is_made(tmp_path: Path) -> None:
    made = parsed(load_or_make(tmp_path, "hub", "x", now=NOW))
    assert made.not_valid_before_utc.timestamp() == NOW - 24 * 3600


def test_a_computer_without_a_clock_makes_a_certificate_for_the_present(tmp_path: Path) -> None:
    assert parsed(load_or_make(tmp_path, "hub", "pi", now=0.0)).not_valid_after_utc.year >= 2044


@pytest.mark.parametrize(
    ("name", "subject"), [("", "CN=Hubbub"), ("x" * 80, "CN=" + "x" * 64), ("Zoë", "CN=Zoë")]
)
def test_any_name_fits_a_certificate(tmp_path: Path, name: str, subject: str) -> None:
    assert parsed(load_or_make(tmp_path, "hub", name, now=NOW)).subject.rfc4514_string() == subject


@pytest.mark.skipif(os.name != "posix", reason="file modes are those of POSIX")
@pytest.mark.parametrize("mask", [0o000, 0o777], ids=oct)
def test_the_key_is_its_owners_alone(tmp_path: Path, umask: Callable[[int], int], mask: int) -> None:
    umask(mask)
    load_or_make(tmp_path / "data", "hub", "x", now=NOW)
    assert (tmp_path / "data" / "hub.key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    (tmp_path / "data" / "hub.key").chmod(0o644)
    load_or_make(tmp_path / "data", "hub", "x", now=NOW)
    assert (tmp_path / "data" / "hub.key").stat().st_mode & 0o777 == 0o600


def test_the_key_is_in_no_repr(tmp_path: Path) -> None:
    identity = load_or_make(tmp_path, "hub", "x", now=NOW)
    assert "PRIVATE" not in repr(identity)
    assert identity.key_pem.splitlines()[1].decode() not in repr(identity)


@pytest.mark.parametrize(
    "damage", [b"", b"junk", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"]
)
@pytest.mark.parametrize("name", ["hub.crt", "hub.key"])
def test_damaged_files_are_set_aside_and_the_next_try_makes_new_ones(
    tmp_path: Path, name: str, damage: bytes
) -> None:
    old = load_or_make(tmp_path, "hub", "x", now=NOW)
    (tmp_path / name).write_bytes(damage)
    with pytest.raises(
        SecurityError, match=r"is damaged and was set aside: .*\('hub\.crt\.damaged', 'hub\.key\.damaged'\)$"
    ):
        load_or_make(tmp_path, "hub", "x", now=NOW)
    assert (tmp_path / f"{name}.damaged").read_bytes() == damage
    new = load_or_make(tmp_path, "hub", "x", now=NOW)
    assert new.fingerprint != old.fingerprint
    assert load_or_make(tmp_path, "hub", "x", now=NOW) == new


def test_a_key_of_another_certificate_is_damage(tmp_path: Path) -> None:
    load_or_make(tmp_path, "hub", "x", now=NOW)
    load_or_make(tmp_path, "me", "x", now=NOW)
    (tmp_path / "hub.key").write_bytes((tmp_path / "me.key").read_bytes())
    with pytest.raises(SecurityError, match="damaged"):
        load_or_make(tmp_path, "hub", "x", now=NOW)


def test_a_certificate_whose_key_is_gone_is_set_aside(tmp_path: Path) -> None:
    load_or_make(tmp_path, "hub", "x", now=NOW)
    (tmp_path / "hub.key").unlink()
    with pytest.raises(SecurityError, match=r"set aside: .*\('hub\.crt\.damaged',\)$"):
        load_or_make(tmp_path, "hub", "x", now=NOW)
    assert load_or_make(tmp_path, "hub", "x", now=NOW)


def test_a_key_whose_certificate_was_not_written_yet_gets_one(tmp_path: Path) -> None:
    first = load_or_make(tmp_path, "hub", "x", now=NOW)
    (tmp_path / "hub.crt").unlink()
    assert load_or_make(tmp_path, "hub", "x", now=NOW).key_pem == first.key_pem


@pytest.mark.parametrize("kind", ["damaged", "foreign"])
def test_a_key_alone_that_cannot_be_used_is_set_aside(tmp_path: Path, kind: str) -> None:
    key = b"junk" if kind == "damaged" else pem_of(ed25519.Ed25519PrivateKey.generate())
    (tmp_path / "hub.key").write_bytes(key)
    with pytest.raises(SecurityError, match="damaged"):
        load_or_make(tmp_path, "hub", "x", now=NOW)
    assert (tmp_path / "hub.key.damaged").read_bytes() == key
    assert load_or_make(tmp_path, "hub", "x", now=NOW)


@pytest.mark.parametrize("vanished", ["hub.key", "hub.crt"])
def test_a_file_that_is_taken_away_meanwhile_is_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, vanished: str
) -> None:
    create = private_files.create

    def create_and_lose(path: Path, data: bytes) -> bool:
        made = create(path, data)
        if path.name == vanished:
            path.unlink()
        return made

    monkeypatch.setattr(private_files, "create", create_and_lose)
    with pytest.raises(SecurityError, match="damaged"):
        load_or_make(tmp_path, "hub", "x", now=NOW)


def test_a_key_that_cannot_be_read_is_no_damage(tmp_path: Path) -> None:
    (tmp_path / "hub.key").mkdir()
    with pytest.raises(SecurityError, match="cannot be read"):
        load_or_make(tmp_path, "hub", "x", now=NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["hub.key"]


def test_copies_that_start_together_get_the_same_identity(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from app.security.certificate import load_or_make\n"
        "from cryptography import x509\n"
        "from cryptography.hazmat.primitives.asymmetric import ec\n"
        "print('ready', flush=True)\n"
        "sys.stdin.readline()\n"
        "print(load_or_make(Path(sys.argv[1]), 'hub', 'x', now=1.8e9).fingerprint)\n"
    )
    copies = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path / "data")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for _ in range(4)
    ]
    for copy in copies:
        assert copy.stdout is not None
        assert copy.stdout.readline() == "ready\n"
    for copy in copies:
        assert copy.stdin is not None
        copy.stdin.write("go\n")
        copy.stdin.flush()
    found = {copy.communicate()[0].strip() for copy in copies}
    assert found == {load_or_make(tmp_path / "data", "hub", "x", now=NOW).fingerprint}
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["hub.crt", "hub.key"]


def test_the_slower_of_two_copies_takes_what_the_faster_has_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = private_files.create
    made: list[Identity] = []

    def late(path: Path, data: bytes) -> bool:
        if not made:
            with monkeypatch.context() as patch:
                patch.setattr(private_files, "create", create)
                made.append(load_or_make(tmp_path, "hub", "faster", now=NOW))
        return create(path, data)

    monkeypatch.setattr(private_files, "create", late)
    assert [load_or_make(tmp_path, "hub", "slower", now=NOW)] == made


def test_given_files_are_loaded_with_their_chain(tmp_path: Path) -> None:
    own, issuer = (load_or_make(tmp_path, name, name, now=NOW) for name in ("own", "issuer"))
    chain = tmp_path / "full.pem"
    chain.write_bytes(b"a comment\n" + own.certificate_pem + issuer.certificate_pem)
    loaded = load(chain, tmp_path / "own.key")
    assert loaded.certificate_pem == own.certificate_pem + issuer.certificate_pem
    assert loaded.fingerprint == own.fingerprint
    assert loaded.key_pem == own.key_pem


def test_given_files_that_cannot_be_used_say_why(tmp_path: Path) -> None:
    own = load_or_make(tmp_path, "own", "own", now=NOW)
    load_or_make(tmp_path, "other", "other", now=NOW)
    cert, key, odd = tmp_path / "own.crt", tmp_path / "own.key", tmp_path / "odd.key"

    with pytest.raises(SecurityError, match=r"there is no file: .*none\.pem"):
        load(tmp_path / "none.pem", key)
    with pytest.raises(SecurityError, match="the certificate is not in PEM format"):
        load(key, key)
    with pytest.raises(SecurityError, match="the key is not in PEM format"):
        load(cert, cert)
    with pytest.raises(SecurityError, match="does not belong"):
        load(cert, tmp_path / "other.key")
    odd.write_bytes(pem_of(ed25519.Ed25519PrivateKey.generate()))
    with pytest.raises(SecurityError, match="neither of the kind EC nor RSA"):
        load(cert, odd)
    locked = serialization.load_pem_private_key(own.key_pem, None)
    odd.write_bytes(
        locked.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"passphrase"),
        )
    )
    with pytest.raises(SecurityError, match="needs a passphrase"):
        load(cert, odd)


def test_looking_at_an_identity_does_not_load_the_library(tmp_path: Path) -> None:
    identity = load_or_make(tmp_path, "hub", "x", now=NOW)
    code = (
        "import sys\n"
        "from app.security import certificate, password_work, pins, six_words, trust\n"
        f"assert certificate.Identity({identity.certificate_pem!r}, b'').fingerprint\n"
        "sys.exit('cryptography was loaded' if 'cryptography' in sys.modules else 0)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert run.returncode == 0, run.stderr


def test_a_kept_identity_is_loaded_without_what_made_it(tmp_path: Path) -> None:
    made = load_or_make(tmp_path, "hub", "hub", now=NOW)
    code = (
        "import sys\nfrom pathlib import Path\nfrom app.security.certificate import load_or_make\n"
        f"print(load_or_make(Path({str(tmp_path)!r}), 'hub', 'hub', now=1.8e9).fingerprint)\n"
        "sys.exit('cryptography was loaded' if 'cryptography' in sys.modules else 0)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert (run.stdout, run.stderr) == (f"{made.fingerprint}\n", "")


def test_a_key_cut_short_within_its_text_is_damage(tmp_path: Path) -> None:
    load_or_make(tmp_path, "hub", "Hub", now=NOW)
    key = tmp_path / "hub.key"
    key.write_bytes(b"-----BEGIN PRIVATE KEY-----\nMIGHA\n-----END PRIVATE KEY-----\n")
    with pytest.raises(SecurityError, match="damaged"):
        load_or_make(tmp_path, "hub", "Hub", now=NOW)
