"""Everything that the executable carries has its licence beside it, or there is no executable."""

from __future__ import annotations

import os
import sys
from email.message import Message
from importlib import metadata
from pathlib import Path

import h11
import PySide6
import pytest
import shiboken6

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


def test_pythons_own_licence_is_a_part(tmp_path: Path) -> None:
    (python,) = [part for part in parts_of([]) if part.name == "Python"]
    assert (
        "PYTHON SOFTWARE FOUNDATION" in python.texts[0].read_text(encoding="utf-8", errors="replace").upper()
    )


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
