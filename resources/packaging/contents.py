"""What goes into the executable and what does not: modules, Qt's plugins, libraries that nothing asks for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePosixPath

# Of a PyInstaller table: the name inside the program, the file it comes from, what it is.
Entry = tuple[str, str, str]

# Languages of the program: Qt's own words (of file dialogs, say) are carried for these and no others.
LANGUAGES: tuple[str, ...] = ()

# Of the library keyring the way to this system's key store is carried, which app.security.key_store names.
_KEY_STORES = {"win32": "Windows", "darwin": "macOS"}
_OTHER_KEY_STORES = tuple(
    f"keyring.backends.{name}"
    for name in ("SecretService", "Windows", "macOS", "kwallet", "libsecret", "chainer", "null")
    if name != _KEY_STORES.get(sys.platform, "SecretService")
)

EXCLUDED_MODULES = (
    *_OTHER_KEY_STORES,
    "tkinter",
    "unittest",
    "pydoc",
    "doctest",
    # what the standard library would import for things that are not done here
    "multiprocessing",
    "concurrent.futures.process",
    "ftplib",
    "http.cookiejar",
    "smtplib",
    "pyexpat",
    "xml.dom",
    "xml.etree",
    "xml.parsers",
    "xml.sax.expatreader",
    "xmlrpc",
    # which PyInstaller takes for a library that old Pythons lacked, importlib_metadata: 170 modules of it
    "setuptools",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtSql",
    "PySide6.QtTest",
)

# Qt's plugins that are carried, by the folder they lie in; None is all of a folder. What is not named here
# is for other programs: printing, databases, Qt's own TLS, screens without a window system.
_PLUGINS: dict[str, tuple[str, ...] | None] = {
    "platforms": ("qxcb", "qwayland", "qoffscreen", "qwindows", "qcocoa"),
    "platformthemes": ("qxdgdesktopportal",),
    "platforminputcontexts": ("composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"),
    "imageformats": ("qsvg", "qjpeg", "qgif", "qwebp", "qico"),
    "iconengines": ("qsvgicon",),
    "styles": None,
    "networkinformation": None,
    "xcbglintegrations": None,
    "wayland-shell-integration": None,
    "wayland-decoration-client": None,
    "wayland-graphics-integration-client": ("qt-plugin-wayland-egl", "dmabuf-server"),
}
# Drawing by the processor for programs that draw by OpenGL, which this one does not.
_NEVER = ("opengl32sw.dll",)


def is_wanted(name: str) -> bool:
    """Whether a file is carried, by its name inside the program, such as PySide6/plugins/tls/x.dll."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.name.lower() in _NEVER:
        return False
    folders = path.parts[:-1]
    if folders[:1] != ("PySide6",):
        return True
    if "translations" in folders:
        return any(path.stem == f"qtbase_{language}" for language in LANGUAGES)
    if "plugins" not in folders or folders[-1] == "plugins":
        return True
    plugins = _PLUGINS.get(folders[-1], ())
    return plugins is None or path.name.partition(".")[0].removeprefix("lib") in plugins


def needed(binaries: Sequence[Entry], imports_of: Callable[[str], Iterable[str]]) -> list[Entry]:
    """The binaries without the libraries that no other one asks for any more.

    `imports_of` gives the names of the libraries that a file asks for. Python's own library and what is
    loaded by its name, extension modules and plugins, stays in any case.
    """
    by_name: dict[str, list[Entry]] = {}
    for entry in binaries:
        by_name.setdefault(_base(entry[0]), []).append(entry)
    kept: set[str] = set()
    todo = [_base(entry[0]) for entry in binaries if not _is_library(entry)]
    while todo:
        name = todo.pop()
        if name in kept:
            continue
        kept.add(name)
        for entry in by_name[name]:
            if entry[2] != "SYMLINK":
                todo += [asked for one in imports_of(entry[1]) if (asked := _base(one)) in by_name]
    return [entry for entry in binaries if _base(entry[0]) in kept]


def _base(name: str) -> str:
    """A file's name as the loader compares it."""
    base = name.replace("\\", "/").rpartition("/")[2]
    return base.lower() if base.lower().endswith(".dll") else base


def _is_library(entry: Entry) -> bool:
    """Whether a binary is there only because others ask for it."""
    name, _source, kind = entry
    base = _base(name)
    if kind == "EXTENSION" or "plugins" in name.replace("\\", "/").split("/"):
        return False
    is_pythons = base.startswith(("libpython", "python3", "vcruntime"))
    return not is_pythons and (base.endswith(".dll") or ".so" in base)
