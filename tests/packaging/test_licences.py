"""Everything that the executable carries has its licence beside it, or there is no executable."""

from __future__ import annotations

import os
import re
import sys
import tomllib
from email.message import Message
from importlib import metadata
from pathlib import Path

import h11
import PySide6
import pytest
import shiboken6
from packaging.requirements import Requirement

from resources.packaging import licences
from resources.packaging.licences import MissingLicenceError, collect, parts_of

PYINSTALLER = pytest.importorskip("PyInstaller", reason="its starter is a part of every executable")


def test_the_texts_come_from_where_a_part_was_installed_and_for_qt_from_here(tmp_path: Path) -> None:
    copies = collect(
        [h11.__file__, PySide6.__file__, shiboken6.__file__, os.__file__, "app/cli.py"], tmp_path / "licences"
    )
    found = {str(copy.relative_to(tmp_path / "licences")) for copy in copies}
    assert {
        "Hubbub/LICENSE",
        "h11/LICENSE.txt",
        "PySide6_Essentials/LGPL-3.0.txt",
        "PySide6_Essentials/GPL-3.0.txt",
        "PySide6_Essentials/qt-third-party.txt",
        "README.txt",
        "VERSIONS.txt",
    } <= {name.replace(os.sep, "/") for name in found}
    assert all(copy.stat().st_size > 0 for copy in copies)
    assert f"PySide6_Essentials {PySide6.__version__}\n" in (tmp_path / "licences/VERSIONS.txt").read_text()
    of_qt = (tmp_path / "licences/PySide6_Essentials/LGPL-3.0.txt").read_text()
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in of_qt
    again = (tmp_path / "licences/shiboken6/LGPL-3.0.txt").read_text()
    assert again == "The same text as PySide6_Essentials/LGPL-3.0.txt.\n"
    told = (tmp_path / "licences" / "README.txt").read_text()
    assert "You may use another build of these libraries" in told


def needed_by(requirements: list[str]) -> set[str]:
    """The distributions that these requirements need on this system, and those that they need."""
    found: set[str] = set()
    waiting = [Requirement(text) for text in requirements]
    while waiting:
        one = waiting.pop()
        if (one.marker is None or one.marker.evaluate({"extra": ""})) and one.name not in found:
            found.add(one.name)
            waiting += [Requirement(text) for text in metadata.requires(one.name) or ()]
    return found


def test_everything_that_the_program_needs_to_run_has_its_licence() -> None:
    project = tomllib.loads((licences.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = needed_by(project["dependencies"])
    assert {"zeroconf", "ifaddr", "segno"} <= names
    sources = []
    for name in names:
        files = [file for file in metadata.files(name) or () if file.suffix == ".py"]
        assert files, f"{name} has no file that would be carried"
        sources.append(Path(str(files[0].locate())))
    parts = {part.name: part for part in parts_of(sources)}  # raises for one without
    for name in names:
        part = parts[metadata.distribution(name).name]
        assert any(text.stat().st_size > 400 for text in part.texts), name


@pytest.mark.parametrize("name", ["zeroconf", "PySide6-Essentials"])
def test_what_is_under_the_lgpl_says_how_to_replace_it(name: str) -> None:
    told = (licences.OURS / "README.txt").read_text(encoding="utf-8")
    of_this = told[told.index("zeroconf\n---") if name == "zeroconf" else 0 :]
    assert "replace" in of_this
    assert "https://" in of_this


def test_nothing_else_is_under_a_licence_that_asks_for_more_than_its_text() -> None:
    """Which others there are is decided by people: add one here with what README.txt says of it."""
    project = tomllib.loads((licences.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = {}
    for name in needed_by(project["dependencies"]):
        about = metadata.metadata(name)
        words = [about.get("License-Expression") or "", about.get("License") or ""]
        words += [one for one in about.get_all("Classifier") or () if one.startswith("License ::")]
        told[name] = " ".join(words)
    copyleft = {name for name, words in told.items() if re.search(r"GPL|MPL|EUPL|General Public", words)}
    assert copyleft == {"zeroconf", "PySide6-Essentials", "shiboken6", "certifi"}


def test_pythons_own_licence_is_a_part(tmp_path: Path) -> None:
    (python,) = [part for part in parts_of([]) if part.name == "Python"]
    assert (
        "PYTHON SOFTWARE FOUNDATION" in python.texts[0].read_text(encoding="utf-8", errors="replace").upper()
    )


def test_the_data_that_emoji_are_made_of_is_a_part_where_it_is_carried() -> None:
    emoji = Path(__file__).parent.parent.parent / "resources" / "emoji"
    (data,) = [part for part in parts_of([emoji / "en.json"]) if part.name == "emojibase-data"]
    told = data.texts[0].read_text(encoding="utf-8")
    assert "Miles Johnson" in told
    assert "UNICODE LICENSE V3" in told
    assert data.version in (emoji / "en.json").read_text(encoding="utf-8").splitlines()[0]
    assert not [part for part in parts_of([]) if part.name == "emojibase-data"]


def test_what_others_wrote_of_the_rooms_page_is_a_part_where_it_is_carried() -> None:
    page = Path(__file__).parent.parent.parent / "resources" / "web" / "room.html"
    found = [part for part in parts_of([page]) if part.name in ("preact", "htm")]
    assert [(part.name, part.version) for part in found] == [("htm", "3.1.1"), ("preact", "11.2.0")]
    assert all("LICENSE" in text.name and text.is_file() for part in found for text in part.texts)
    assert not [part for part in parts_of([]) if part.name in ("preact", "htm")]


def test_a_part_without_a_licence_ends_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    class Bare(metadata.Distribution):
        def read_text(self, filename: str) -> str | None:
            return None

        def locate_file(self, path: object) -> Path:
            return Path(str(path))

        @property
        def metadata(self) -> Message:
            told = Message()
            told["Name"], told["Version"] = "bare", "1"
            return told

    bare = Bare()
    monkeypatch.setattr(licences, "_files_of_distributions", lambda: {Path(h11.__file__).resolve(): bare})
    with pytest.raises(MissingLicenceError, match="bare is installed without"):
        parts_of([Path(h11.__file__)])


@pytest.mark.skipif(sys.platform == "win32", reason="libraries of the system are not carried there")
def test_a_library_of_nobody_ends_the_build(tmp_path: Path) -> None:
    stray = tmp_path / "libstray.so.1"
    stray.touch()
    with pytest.raises(MissingLicenceError, match=r"libstray\.so\.1"):
        parts_of([stray])
