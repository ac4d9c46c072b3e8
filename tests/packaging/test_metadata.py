"""What systems are told of the program agrees with the program."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from app import __version__
from app.application.launch import APP_ID
from app.diagnosis import help_call
from app.discovery.service import SERVICE_TYPE
from resources.packaging import metadata

LINUX = Path(metadata.__file__).parent / "linux"
ENTRY = LINUX / f"{metadata.APP_ID}.desktop"
METAINFO = LINUX / f"{metadata.APP_ID}.metainfo.xml"


def test_there_is_one_version() -> None:
    assert metadata.project_version() == __version__
    releases = [release.get("version") for release in ET.parse(METAINFO).getroot().iter("release")]
    assert __version__ in releases


@pytest.mark.parametrize(
    ("version", "numbers"),
    [
        ("0.1.0", "(0, 1, 0, 0)"),
        ("1.2", "(1, 2, 0, 0)"),
        ("1.2.3rc4", "(1, 2, 34, 0)"),
        ("1.2.3.dev5", "(1, 2, 3, 0)"),
    ],
)
def test_windows_compares_four_numbers(version: str, numbers: str) -> None:
    text = metadata.version_info(version, file="hubbub.exe", description="Hubbub")
    assert f"filevers={numbers}, prodvers={numbers}" in text
    assert f"StringStruct(\"ProductVersion\", '{version}')" in text


def test_the_version_resource_is_what_pyinstaller_reads() -> None:
    made: list[str] = []

    def make(name: str) -> object:
        return lambda *_args, **_named: made.append(name)

    names = ("VSVersionInfo", "FixedFileInfo", "StringFileInfo", "StringTable", "StringStruct", "VarFileInfo")
    text = metadata.version_info("0.1.0", file="hubbub.exe", description="Hubbub")
    eval(text, {"__builtins__": {}} | {name: make(name) for name in (*names, "VarStruct")})
    assert made[-1] == "VSVersionInfo"


def test_macos_asks_for_the_network_with_a_reason_and_knows_our_links() -> None:
    plist = metadata.info_plist("0.1.0")
    assert "network" in str(plist["NSLocalNetworkUsageDescription"])
    told = {SERVICE_TYPE, help_call.SERVICE_TYPE}
    assert plist["NSBonjourServices"] == sorted((one.removesuffix(".local.") for one in told), reverse=True)
    (types,) = plist["CFBundleURLTypes"]  # type: ignore[misc]
    assert types["CFBundleURLSchemes"] == ["hubbub", "irc", "ircs"]


def test_the_menu_entry_opens_our_links_and_none_of_them_is_an_option() -> None:
    entry = configparser.RawConfigParser()
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(ENTRY, encoding="utf-8")
    section = entry["Desktop Entry"]
    assert section["Exec"] == "hubbub open -- %u"
    assert section["MimeType"].split(";") == [*(f"x-scheme-handler/{one}" for one in metadata.SCHEMES), ""]
    assert section["Icon"] == metadata.APP_ID == APP_ID, "Wayland finds a window's entry by this name"


@pytest.mark.parametrize(
    "command",
    [["desktop-file-validate", str(ENTRY)], ["appstreamcli", "validate", "--no-net", str(METAINFO)]],
    ids=["desktop", "appstream"],
)
def test_the_files_of_linux_are_valid(command: list[str]) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "warning" not in checked.stdout.lower()


def test_a_copy_can_be_put_into_the_menu_and_taken_out(tmp_path: Path) -> None:
    folder = tmp_path / 'my "new" $progs & % `x` a\\b|\\\\c'
    shutil.copytree(LINUX, folder)
    (folder / f"{metadata.APP_ID}.svg").write_text("<svg/>")
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "PATH": "/usr/bin:/bin"}
    script = ["sh", str(folder / "add-to-menu.sh")]
    subprocess.run(script, check=True, env=home)
    placed = tmp_path / "data" / "applications" / ENTRY.name
    line = next(line for line in placed.read_text().splitlines() if line.startswith("Exec="))
    # a string of the Desktop Entry Specification: first escapes of strings, then those of a quoted argument
    assert re.fullmatch(r"(?:[^\\]|\\\\)*", line), "a backslash that begins no escape of a string"
    string = line.removeprefix("Exec=").replace("\\\\", "\\")
    quoted, _, rest = string.removeprefix('"').rpartition('"')
    assert re.sub(r'\\(["`$\\])', r"\1", quoted).replace("%%", "%") == str(folder / "hubbub")
    assert rest == " open -- %u"
    subprocess.run([*script, "--remove"], check=True, env=home)
    assert not placed.exists()
