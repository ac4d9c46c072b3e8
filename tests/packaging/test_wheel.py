"""The wheel: one package for site-packages, with everything that it needs inside."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
# `pip wheel` asks the build backend the same; this way no other environment is made for it
BUILD = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-c", BUILD, str(folder)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr
    return folder / built.stdout.split()[-1]


def test_it_puts_one_package_into_site_packages(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        tops = {name.partition("/")[0] for name in packed.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"app"}


def test_all_that_the_program_shows_is_inside_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names, place = packed.namelist(), "app/resources/"
    inside = {name.removeprefix(place) for name in names if name.startswith(place)}
    shown = [ROOT / "resources" / folder for folder in ("emoji", "icons", "themes")]
    files = [path for folder in shown for path in folder.rglob("*") if path.is_file()]
    files += [ROOT / "resources" / "icon.svg", ROOT / "resources" / "web" / "room.html"]
    assert inside == {path.relative_to(ROOT / "resources").as_posix() for path in files}


def test_the_licences_of_all_that_is_inside_are_told(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        told = [name.partition("/licenses/")[2] for name in packed.namelist() if "/licenses/" in name]
    of_page = [f"resources/web/chat/vendor/{name}-LICENSE" for name in ("htm", "preact")]
    assert sorted(told) == ["LICENSE", "resources/emoji/LICENSE.txt", *of_page]


def test_an_installed_copy_finds_its_resources_in_its_package(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    code = (
        f"import sys; sys.path.insert(0, {str(site)!r})\n"
        "from app import paths\n"
        "print(paths.resources())\n"
        "assert paths.room_page() and (paths.resources() / 'icon.svg').is_file()\n"
    )
    ran = subprocess.run(
        [sys.executable, "-I", "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
    )
    assert ran.returncode == 0, ran.stderr
    assert Path(ran.stdout.strip()) == (site / "app" / "resources").resolve()
