"""The licences of everything that the executable carries, collected where each part was installed from.

A part whose licence is not found ends the build: what cannot be named must not be given away.
"""

from __future__ import annotations

import json
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from resources.packaging.metadata import project_version

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = Path(__file__).resolve().parent / "licences"  # of parts that carry none themselves
_LICENCE = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
# Qt and its binding come as wheels without a text.
_QT = ("LGPL-3.0.txt", "GPL-3.0.txt", "qt-third-party.txt")
_GIVEN: Mapping[str, tuple[str, ...]] = {"pyside6-essentials": _QT, "shiboken6": _QT}
_EMOJI = ROOT / "resources" / "emoji"  # made of others' data, which is no distribution
_PAGE = ROOT / "resources" / "web" / "room.html"
_OF_PAGE = _PAGE.parent / "chat" / "vendor"  # what others wrote of it, and their licences
_BUILDERS = ("pyinstaller",)  # whose starter is in every executable


class MissingLicenceError(Exception):
    """A part has no licence that could be found; the text names the part."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something that the executable carries: its name, its version and the texts of its licence."""

    name: str
    version: str
    texts: tuple[Path, ...]


def collect(sources: Iterable[str], folder: Path) -> list[Path]:
    """Copy the licences of all `sources`, files that go into the program, into `folder`, one folder a part.

    Returns the copies and a list of the parts with their versions. Raises MissingLicenceError.
    """
    shutil.rmtree(folder, ignore_errors=True)
    parts = parts_of([Path(source) for source in sources if source])
    copies: list[Path] = []
    seen: dict[bytes, Path] = {}
    for part in parts:
        into = folder / part.name
        into.mkdir(parents=True)
        for number, text in enumerate(part.texts):
            # two files of one part may have one name in different folders
            copy = into / (f"{number}-{text.name}" if (into / text.name).exists() else text.name)
            content = text.read_bytes()
            first = seen.setdefault(content, copy)
            same = f"The same text as {first.relative_to(folder).as_posix()}.\n".encode()
            copy.write_bytes(content if first == copy else same)
            copies.append(copy)
    copies.append(Path(shutil.copyfile(OURS / "README.txt", folder / "README.txt")))
    versions = folder / "VERSIONS.txt"
    versions.write_text("".join(f"{part.name} {part.version}\n" for part in parts), encoding="utf-8")
    return [*copies, versions]


def parts_of(sources: list[Path]) -> list[Part]:
    """The parts that files belong to, by name. Raises MissingLicenceError."""
    owners = _files_of_distributions()
    distributions = {name: metadata.distribution(name) for name in _BUILDERS}
    libraries: set[Path] = set()
    for source in sources:
        owner = owners.get(source.resolve())
        if owner is not None:
            distributions[owner.name] = owner
        elif not any(source.resolve().is_relative_to(place) for place in _known_places()):
            libraries.add(source)
    parts = [
        Part("Hubbub", project_version(), (ROOT / "LICENSE",)),
        Part("Python", platform.python_version(), (_of_python(),)),
        *(Part(name, one.version, _of_distribution(one)) for name, one in distributions.items()),
        *_of_emoji(sources),
        *_of_page(sources),
        *_of_system_libraries(libraries),
    ]
    return sorted(parts, key=lambda part: part.name.lower())


def _known_places() -> tuple[Path, ...]:
    """Where files of ours and of Python itself come from."""
    prefixes = (sys.base_prefix, sysconfig.get_path("stdlib"))
    return (ROOT.resolve(), *(Path(prefix).resolve() for prefix in prefixes if prefix != "/usr"))


@cache
def _files_of_distributions() -> dict[Path, metadata.Distribution]:
    return {
        Path(str(distribution.locate_file(file))).resolve(): distribution
        for distribution in metadata.distributions()
        if distribution.name != "hubbub"
        for file in distribution.files or ()
    }


def _of_distribution(distribution: metadata.Distribution) -> tuple[Path, ...]:
    found = [
        Path(str(distribution.locate_file(file)))
        for file in distribution.files or ()
        if _LICENCE.search(file.name)
        and any(part.endswith((".dist-info", ".egg-info")) for part in file.parts)
    ]
    given = _GIVEN.get(re.sub(r"[-_.]+", "-", distribution.name).lower(), ())
    texts = [path for path in found if path.is_file()] + [OURS / name for name in given]
    if not texts:
        raise MissingLicenceError(f"{distribution.name} is installed without the text of its licence.")
    return tuple(texts)


def _of_emoji(sources: Iterable[Path]) -> list[Part]:
    """The data that the table of emoji is made of, if that is carried."""
    if not any(source.resolve().is_relative_to(_EMOJI.resolve()) for source in sources):
        return []
    version = json.loads((_EMOJI / "en.json").read_text(encoding="utf-8"))["version"]
    return [Part("emojibase-data", version, (_EMOJI / "LICENSE.txt",))]


def _of_page(sources: Iterable[Path]) -> list[Part]:
    """What the room's page has in it, if that is carried."""
    if _PAGE.resolve() not in {source.resolve() for source in sources}:
        return []
    versions = json.loads((_OF_PAGE / "versions.json").read_text(encoding="utf-8"))
    return [Part(name, version, (_OF_PAGE / f"{name}-LICENSE",)) for name, version in versions.items()]


def _of_python() -> Path:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for place in (
        Path(sysconfig.get_path("stdlib"), "LICENSE.txt"),
        Path(sys.base_prefix, "LICENSE.txt"),
        Path("/usr/share/doc", version, "copyright"),
        Path("/usr/share/licenses", version, "LICENSE"),
    ):
        if place.is_file():
            return place
    raise MissingLicenceError("The licence of Python is not where Python is installed.")


def _of_system_libraries(libraries: Iterable[Path]) -> list[Part]:
    """Of what the operating system's packages have installed."""
    packages: dict[str, Path] = {}
    for library in sorted(libraries):
        packages.setdefault(_package_of(library), library)
    parts = []
    for package, library in packages.items():
        texts = [Path("/usr/share/doc", package, "copyright")]
        if package and not texts[0].is_file():
            texts = sorted(path for path in Path("/usr/share/licenses", package).glob("*") if path.is_file())
        if not package or not texts:
            raise MissingLicenceError(f"{library} belongs to no package whose licence is known.")
        parts.append(Part(package, "of the system", tuple(texts)))
    return parts


def _package_of(library: Path) -> str:
    """The package of Debian or of an RPM system that has installed a file; "" where none did."""
    names = {library, library.resolve()}
    # where /lib is a link to /usr/lib, packages still name either
    names |= {Path("/", *name.parts[2:]) for name in names if name.parts[:2] == ("/", "usr")}
    names |= {Path("/usr", *name.parts[1:]) for name in names if name.parts[:2] == ("/", "lib")}
    for name in sorted(names):
        for command in (["dpkg-query", "-S", str(name)], ["rpm", "-qf", "--qf", "%{NAME}:\n", str(name)]):
            if shutil.which(command[0]) is None:
                continue
            asked = subprocess.run(command, capture_output=True, text=True, check=False)
            if asked.returncode == 0 and ":" in asked.stdout:
                return asked.stdout.partition(":")[0]
    return ""
