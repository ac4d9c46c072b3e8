"""What the executable carries: the plugins of a window, and libraries that something asks for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from resources.packaging.contents import Entry, is_wanted, needed


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqwayland.so", True),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6\\plugins\\platforms\\qdirect2d.dll", False),
        ("PySide6/Qt/plugins/platforms/libqlinuxfb.so", False),
        ("PySide6/Qt/plugins/platforms/libqcocoa.dylib", True),
        ("PySide6/Qt/plugins/iconengines/libqsvgicon.so", True),
        ("PySide6/Qt/plugins/imageformats/libqtiff.so", False),
        ("PySide6/Qt/plugins/xcbglintegrations/libqxcb-glx-integration.so", True),
        ("PySide6/Qt/plugins/sqldrivers/libqsqlite.so", False),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", False),
        ("PySide6/opengl32sw.dll", False),
        ("opengl32sw.dll", False),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("PySide6/QtCore.abi3.so", True),
        ("resources/themes/tokens.json", True),
        ("libQt6Core.so.6", True),
    ],
)
def test_what_a_window_does_not_need_is_left_out(name: str, wanted: bool) -> None:
    assert is_wanted(name) is wanted


def test_what_is_left_out_is_missed_by_no_library_that_loads_late() -> None:
    code = (
        "import sys\n"
        "from resources.packaging.contents import EXCLUDED_MODULES\n"
        "sys.modules.update(dict.fromkeys(EXCLUDED_MODULES))\n"  # None: it cannot be imported
        "import app.net.mdns_thread\n"
        "from app.security import key_store\n"
        "key_store._backend()\n"
        "from app.ui.widgets.qr_code import modules_of\n"
        "sys.exit(0 if modules_of('hubbub') else 'no code')\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_the_words_of_qt_are_carried_for_the_languages_that_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("resources.packaging.contents.LANGUAGES", ("de",))
    assert is_wanted("PySide6/Qt/translations/qtbase_de.qm")
    assert not is_wanted("PySide6/Qt/translations/qtbase_fr.qm")
    assert not is_wanted("PySide6/Qt/translations/qt_help_de.qm")


def entry(name: str, kind: str = "BINARY") -> Entry:
    return (name, f"/from/{name}", kind)


def test_a_library_stays_as_long_as_something_that_is_loaded_asks_for_it() -> None:
    asked = {
        "/from/PySide6/QtGui.abi3.so": ["libQt6Gui.so.6", "libc.so.6"],
        "/from/libQt6Gui.so.6": ["libfreetype.so.6"],
        "/from/PySide6/Qt/plugins/platforms/libqxcb.so": ["libxcb.so.1"],
        "/from/libcairo.so.2": ["libpixman-1.so.0"],
    }
    kept = [
        entry("PySide6/QtGui.abi3.so", "EXTENSION"),
        entry("libQt6Gui.so.6"),
        entry("libfreetype.so.6"),
        entry("PySide6/Qt/plugins/platforms/libqxcb.so"),
        entry("libxcb.so.1"),
        ("PySide6/Qt/lib/libxcb.so.1", "../../../libxcb.so.1", "SYMLINK"),
        entry("libpython3.11.so.1.0"),
    ]
    rest = [entry("libcairo.so.2"), entry("libpixman-1.so.0")]
    assert needed([*kept, *rest], lambda file: asked.get(file, [])) == kept


def test_windows_does_not_care_how_a_library_is_written() -> None:
    binaries = [
        entry("PySide6/QtCore.pyd", "EXTENSION"),
        entry("PySide6/Qt6Core.dll"),
        entry("PySide6/Qt6Qml.dll"),
    ]
    kept = needed(binaries, lambda file: ["QT6CORE.dll"] if file.endswith(".pyd") else [])
    assert kept == binaries[:2]
