"""Who may import whom: the table of app/README.md, held against every file of app/."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.hub.commands.command_table import TABLE
from tests.counts import LARGE
from tests.sources import APP, app_files, read_source, source_of

# package -> (packages of ours, from elsewhere); everything may use the standard library and `values`
ALLOWED: dict[str, tuple[set[str], set[str]]] = {
    "irc": (set(), {"precis_i18n", "confusable_homoglyphs"}),
    "files": ({"irc"}, set()),
    "hub": ({"irc", "files"}, set()),
    "client": ({"irc"}, set()),
    "store": (
        {"irc", "files", "hub.data.clock", "hub.data.config", "hub.data.storage", "hub.data.storage_errors"},
        set(),
    ),
    "security": (set(), {"cryptography", "OpenSSL", "certifi", "keyring", "scramp", "spake2", "precis_i18n"}),
    "web": ({"irc", "files"}, {"h11", "wsproto"}),
    "discovery": ({"irc"}, set()),
    "diagnosis": ({"irc", "discovery"}, set()),
    "firewall": (
        {"irc", "diagnosis", "discovery", "security.private_files", "security.security_errors"},
        {"PySide6.QtCore", "PySide6.QtDBus"},
    ),
    "net": (
        {"irc", "files", "hub", "client", "web", "security", "discovery", "diagnosis"},
        {"PySide6.QtCore", "PySide6.QtNetwork", "zeroconf"},
    ),
    "words": (
        {
            "irc",
            "client",
            "diagnosis",
            "discovery",
            "firewall.room_ports",
            "hub.data.storage_errors",
            "net.listen_error",
            "security.security_errors",
            "settings",
        },
        {"PySide6.QtCore"},
    ),
    "models": ({"irc", "client", "discovery", "guard", "words"}, {"PySide6.QtCore"}),
    "ui": (
        {"irc", "models", "client.events", "client.wishes", "settings", "guard", "words"},
        {"PySide6", "shiboken6", "jeepney", "segno"},
    ),
    "guard": ({"tracebacks"}, {"PySide6.QtCore"}),
    "settings": ({"irc.servertime", "irc.text", "security.private_files"}, set()),
    "hosted_rooms": ({"irc", "files", "hub.data.config", "security"}, set()),
    "paths": (set(), set()),
    "tracebacks": (set(), set()),
    "values": (set(), set()),
}
# the composition root and what starts it know every package
ROOTS = {
    "adduser",
    "application",
    "arguments",
    "cli",
    "console",
    "crash_reports",
    "display",
    "end_signals",
    "headless",
    "headless_room",
    "logs",
    "launch_options",
    "nearby",
    "repeats",
    "room_report",
    "standard_streams",
    "__main__",
}
# The floors of hub, client and ui, folders or files: each imports itself and what stands below it here.
# "" are the files on top.
FLOORS = {
    "hub": ["data", "telling", "talk", "channels", "people", "commands", ""],
    "client": [
        "events",
        "address_in_text",
        "address",
        "handed_links",
        "wishes",
        "state",
        "features",
        "handlers",
        "session",
    ],
    "ui": [
        *("theme", "widgets", "action", "emoji", "pictures"),
        *("composer", "members", "rooms", "timeline", "search", "start", "hosting", "notifications"),
        "window",
    ],
}
# The parts of a window, which know nothing of each other, apart from what is named here.
PARTS = {
    **{name: set() for name in ("composer", "members", "rooms", "timeline", "search", "start")},
    "hosting": {"members"},
    "notifications": set(),
}
PURE = [
    "app.irc",
    "app.files",
    "app.hub",
    "app.client",
    "app.store",
    "app.security",
    "app.web",
    "app.discovery",
    "app.diagnosis",
]


def named(path: Path) -> str:
    """A file of app/ as it is told."""
    return path.relative_to(APP).as_posix()


def package_of(path: Path) -> str:
    return path.relative_to(APP).parts[0].removesuffix(".py")


def imports_of(path: Path) -> list[str]:
    """Every module that the file imports, `from x import y` as `x.y`."""
    source = source_of(path)
    assert source.relative_imports == 0, f"{path}: relative import"
    return source.imports


def modules() -> dict[str, Path]:
    """Every file of app/ by its module's name."""
    return {".".join(path.relative_to(APP.parent).with_suffix("").parts): path for path in app_files()}


def is_allowed(module: str, package: str) -> bool:
    top = module.partition(".")[0]
    if top in sys.stdlib_module_names:
        return True
    ours, outside = ALLOWED[package]
    if top == "app":
        inner = module.removeprefix("app").removeprefix(".")
        if inner == "__version__" or inner.partition(".")[0] == "values":
            return True
        return any(inner == name or inner.startswith(f"{name}.") for name in {*ours, package})
    return any(module == name or module.startswith(f"{name}.") for name in outside)


def test_a_file_imports_only_what_its_package_may() -> None:
    packages = {path: package_of(path) for path in app_files() if path != APP / "__init__.py"}
    assert set(packages.values()) - ROOTS <= ALLOWED.keys(), "a package is not in the table"
    strangers = {
        named(path): [module for module in imports_of(path) if not is_allowed(module, package)]
        for path, package in packages.items()
        if package not in ROOTS
    }
    assert {file: found for file, found in strangers.items() if found} == {}


def test_no_file_is_longer_than_can_be_read_at_a_stretch() -> None:
    assert [str(path) for path in app_files() if source_of(path).lines > LARGE] == []


# how Qt and PySide translate, which is for `app.words` alone
TRANSLATING = {"tr", "_tr", "QT_TR_NOOP", "QT_TRANSLATE_NOOP", "QT_TRID_NOOP", "qtTrId", "QTranslator"}


def test_sentences_for_people_are_written_down_in_words_alone() -> None:
    others = {
        named(path): [
            name
            for name in source_of(path).called
            if name.rpartition(".")[2] in TRANSLATING or name.endswith("QCoreApplication.translate")
        ]
        for path in app_files()
        if package_of(path) != "words"
    }
    assert {file: calls for file, calls in others.items() if calls} == {}


@pytest.mark.parametrize("package", PURE)
def test_a_pure_package_loads_no_qt(package: str) -> None:
    code = (
        "import importlib, pkgutil, sys\n"
        f"package = importlib.import_module({package!r})\n"
        f"for info in pkgutil.walk_packages(package.__path__, {package + '.'!r}):\n"
        "    importlib.import_module(info.name)\n"
        "sys.exit('PySide6 was loaded' if 'PySide6' in sys.modules else 0)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=APP.parent)
    assert run.returncode == 0, run.stderr


# what tells the time, by the module or the class that has it
CLOCKS = {
    "time": {"time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns"},
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
}


def clocks_read_by(source: str) -> list[str]:
    """The clocks that a file knows by name, as "time.monotonic"."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            owner = (
                node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            )
            found += [f"{owner}.{node.attr}"] * (node.attr in CLOCKS.get(owner, ()))
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            found += [f"time.{alias.name}" for alias in node.names if alias.name in CLOCKS["time"]]
    return found


@pytest.mark.parametrize("package", PURE)
def test_a_pure_package_reads_no_clock(package: str) -> None:
    paths = sorted((APP / package.removeprefix("app.")).rglob("*.py"))
    assert paths
    assert {
        str(path): read for path in paths if (read := clocks_read_by(path.read_text(encoding="utf-8")))
    } == {}


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("import time; time.time()", ["time.time"]),
        ("from time import monotonic as clock", ["time.monotonic"]),
        ("import datetime; datetime.datetime.now()", ["datetime.now"]),
        ("from datetime import date; date.today()", ["date.today"]),
        ("from time import sleep; event.time; state.now", []),
    ],
)
def test_the_rule_sees_a_clock(line: str, read: list[str]) -> None:
    assert clocks_read_by(line) == read


# Names of days and months, AM, whole dates (strftime): in the language of whatever computer it runs on.
_LOCALIZED = re.compile(r"%-?[aAbBcphxX](?!\w)")


def test_no_time_on_the_wire_is_in_the_language_of_the_computer() -> None:
    written = {named(path): _LOCALIZED.findall(" ".join(source_of(path).texts)) for path in app_files()}
    assert {file: found for file, found in written.items() if found} == {}
    assert _LOCALIZED.search(" ".join(read_source('f"{now:%A %d}"').texts))


def test_nobody_speaks_tls_by_qt() -> None:
    """Its wheel for Windows has no OpenSSL, and the server of Schannel asks nobody for a certificate."""
    qts = "QSs" + "l"
    sources = [*app_files(), *Path(__file__).parent.rglob("*.py")]
    assert [str(path) for path in sources if qts in path.read_text(encoding="utf-8")] == []


def test_the_rule_sees_a_stranger() -> None:
    assert not is_allowed("PySide6.QtCore.QObject", "hub")
    assert not is_allowed("app.client.session", "hub")
    assert not is_allowed("PySide6.QtWidgets.QWidget", "models")
    assert not is_allowed("app.client.session.ClientSession", "ui")
    assert is_allowed("app.client.events.MemberLeft", "ui")


def test_the_architectures_text_names_only_what_there_is() -> None:
    """`store.database` is a file, `irc.text.read_number` a word in one, `web.RequestHandler` in a package."""
    packages = "|".join(sorted({package_of(path) for path in app_files() if path.parent != APP}))
    text = (APP / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(rf"`(?:app\.)?((?:{packages})\.[A-Za-z_.]+)`", text))
    assert len(named) > 40
    assert not [name for name in sorted(named) if not is_there(name)]


def is_there(name: str) -> bool:
    """Whether a dotted name leads to a file or package of app/, or to a word that is in one."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        place = APP.joinpath(*parts[:length])
        found = sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
        if found[0].exists():
            word = re.compile(rf"\b{parts[length]}\b") if length < len(parts) else re.compile("")
            return any(word.search(path.read_text(encoding="utf-8")) for path in found)
    return False


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("store.database", True),
        ("irc.text.read_number", True),
        ("web.RequestHandler", True),
        ("store.ledger", False),
        ("irc.text.read_letters", False),
    ],
)
def test_the_rule_sees_a_name_of_nothing(name: str, there: bool) -> None:
    assert is_there(name) is there


# -- how the parts of one thing hold together


def classes_in(folder: Path, pattern: str = "*.py") -> dict[str, list[str]]:
    """The classes of a folder's files with the names of their bases."""
    sources = [source_of(path) for path in sorted(folder.glob(pattern))]
    return {name: bases for source in sources for name, bases in source.classes.items()}


def test_the_timeline_owns_its_parts_and_inherits_none() -> None:
    classes = classes_in(APP / "ui" / "timeline")
    rows = {"Row"}
    for _ in classes:  # and what derives from one, however far away
        rows |= {name for name, bases in classes.items() if rows & {*bases}}
    inherited = {
        name: [base for base in bases if base in classes]
        for name, bases in classes.items()
        if name not in rows and any(base in classes for base in bases)
    }
    assert not inherited
    assert {"MessageRow", "EventRow", "TimelineView"} <= classes.keys()


def test_the_model_of_a_timeline_owns_its_parts_and_inherits_none() -> None:
    classes = classes_in(APP / "models", "timeline*.py")
    assert not [name for name, bases in classes.items() if any(base in classes for base in bases)]
    assert {"TimelineModel", "TimelineRows", "TimelineWindow"} <= classes.keys()


def test_a_file_uses_no_private_name_of_another() -> None:
    used = {
        named(path): source_of(path).private
        for path in app_files()
        if package_of(path) in ("client", "models", "ui")
    }
    assert {file: names for file, names in used.items() if names} == {}


def test_the_rule_sees_a_private_name() -> None:
    code = "from app.ui.x import _a, __b__\nself._b = view._c + super()._d() + cls._e + self.f.__class__"
    assert read_source(code).private == ["_a", "view._c", "super()._d"]


def floor_of(module: str) -> str:
    """The floor of a module of hub, client or ui, or of what is in it."""
    _app, package, name, *_rest = [*module.split("."), "", ""]
    return name if name in FLOORS[package] else ""


def above(path: Path) -> list[str]:
    """What a file imports from floors above its own; imports for types alone are counted like all others."""
    package = package_of(path)
    if path == APP / package / "__init__.py":
        return [module for module in imports_of(path) if module.startswith("app.")]
    asked = [module for module in imports_of(path) if module.startswith(f"app.{package}.")]
    floors = FLOORS[package]
    height = floors.index(floor_of(".".join(path.relative_to(APP.parent).with_suffix("").parts)))
    return [module for module in asked if floors.index(floor_of(module)) > height]


def test_a_file_imports_only_from_its_floor_and_those_below() -> None:
    strangers = {named(path): above(path) for path in app_files() if package_of(path) in FLOORS}
    assert {file: found for file, found in strangers.items() if found} == {}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_the_window_knows_no_other(part: str) -> None:
    paths = sorted((APP / "ui" / part).rglob("*.py"))
    asked = {
        floor_of(module) for path in paths for module in imports_of(path) if module.startswith("app.ui.")
    }
    assert paths
    assert not asked & (PARTS.keys() - PARTS[part] - {part})


def test_the_rule_sees_a_floor() -> None:
    assert floor_of("app.hub.data.entities.Channel") == "data"
    assert floor_of("app.hub.rollback.take_back") == floor_of("app.hub.hub") == ""
    assert floor_of("app.client.wishes.Say") == "wishes"
    for package, floors in FLOORS.items():
        there = {floor_of(name) for name in modules() if name.startswith(f"app.{package}.")}
        assert there == {"", *floors}  # each package has a file on top, be it only its __init__


def test_each_command_says_how_it_is_written_and_what_it_does() -> None:
    assert len(TABLE) >= 50
    assert [name for name, row in TABLE.items() if row.help[0].split()[0] != name or len(row.help) < 2] == []


def test_frozen_values_are_made_by_the_decorator_of_ours() -> None:
    """Of the library's each costs a third of a millisecond at every start."""
    texts = {named(path): path.read_text(encoding="utf-8") for path in app_files()}
    assert [name for name, text in texts.items() if re.search(r"^@dataclass\(.*frozen", text, re.M)] == []
