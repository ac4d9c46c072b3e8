"""Names of files that others give: made safe for every system's disk, and which of them are programs."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.irc.file_names import NAME_BYTES, clean_file_name, extension_of, is_program


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("plan.pdf", "plan.pdf"),
        ("Grüße aus Köln.jpg", "Grüße aus Köln.jpg"),
        ("写真.png", "写真.png"),
        ("../../x", "x"),
        ("..\\..\\x", "x"),
        ("C:\\Users\\anna\\x.txt", "x.txt"),
        ("/etc/passwd/", "passwd"),
        ("..", "file"),
        ("", "file"),
        (" . . ", "file"),
        ("\0", "file"),
        (".bashrc", "bashrc"),
        ("name. . ", "name"),
        ("a\nb\tc  d.txt", "a b c d.txt"),
        ("a\x00b\x1fc\x7f.txt", "abc.txt"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("\u2066a\u2069\u200f\ufeff.txt", "a.txt"),
        ("x.txt:Zone.Identifier", "x.txt_Zone.Identifier"),
        ('a<b>"|?*.txt', "a_b_____.txt"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("NUL .tar.gz", "_NUL .tar.gz"),
        ("com1.txt", "_com1.txt"),
        ("COM¹", "_COM¹"),
        ("LPT9", "_LPT9"),
        ("CONIN$", "_CONIN$"),
        ("console.txt", "console.txt"),
        ("COM10.txt", "COM10.txt"),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467.png", "\U0001f468\u200d\U0001f469\u200d\U0001f467.png"),
        ("e\u0301.txt", "é.txt"),
        ("\ud800.txt", "txt"),
    ],
)
def test_a_name_is_made_safe(name: str, cleaned: str) -> None:
    assert clean_file_name(name) == cleaned


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("x" * 300 + ".pdf", "x.pdf"),
        ("\U0001f600" * 255 + ".png", "\U0001f600.png"),
        ("x" * 300, "x"),
        ("x." + "y" * 300, "y"),  # that is no extension
        ("ä" * 99 + "." * 40 + "pdf", "pdf"),
    ],
)
def test_a_long_name_keeps_its_extension(name: str, ending: str) -> None:
    cleaned = clean_file_name(name)
    assert len(cleaned.encode()) <= NAME_BYTES
    assert cleaned.endswith(ending)


@given(st.text())
def test_no_name_leaves_its_folder(name: str) -> None:
    cleaned = clean_file_name(name)
    assert cleaned == clean_file_name(cleaned)
    assert 0 < len(cleaned.encode()) <= NAME_BYTES
    assert not set(cleaned) & set('/\\<>:"|?*')
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in cleaned)
    assert cleaned.strip(" .") == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


@pytest.mark.parametrize(
    ("name", "extension"),
    [("a.PDF", "pdf"), ("a.tar.gz", "gz"), ("a", ""), ("a.", ""), ("a." + "x" * 25, "")],
)
def test_an_extension_is_what_stands_behind_the_last_dot(name: str, extension: str) -> None:
    assert extension_of(name) == extension


@pytest.mark.parametrize(
    ("name", "program"),
    [
        ("setup.exe", True),
        ("Setup.EXE", True),
        ("a.pdf.scr", True),
        ("run.sh", True),
        ("a.exe. ", True),
        ("a.\u202eexe", True),
        ("x.desktop", True),
        ("game.apk", True),
        ("plan.pdf", False),
        ("exe", False),
        ("photo.jpg", False),
        ("notes.txt", False),
        ("archive.zip", False),
    ],
)
def test_programs_are_known_by_their_names(name: str, program: bool) -> None:
    assert is_program(name) is program
