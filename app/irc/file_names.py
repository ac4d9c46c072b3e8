"""Names of files that others give: made safe for every system's disk, and which of them are programs."""

from __future__ import annotations

import re
import unicodedata

from app.irc.text import strip_formatting

NAME_BYTES = 200  # of UTF-8: file systems have 255, of which a part file and "name (2)" need some
_EXTENSION_BYTES = (
    24  # longer than any extension in use: what is longer is no extension but a part of the name
)
_UNNAMED = "file"
_JOINERS = "\u200c\u200d"  # of emoji and of scripts that join letters; every other format character goes
_EDGES = f" .{_JOINERS}"  # Windows drops dots and spaces at the end, elsewhere a dot in front hides a file
_FORBIDDEN = re.compile(r'[<>:"|?*]')  # by Windows; a colon leads into an alternate stream of NTFS
# Names of devices in every folder of Windows, also with any extension behind them.
_DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³]) *(?:\.|$)", re.IGNORECASE)

# What a system runs, or lets something run, when a person opens it, by its extension.
_WINDOWS = (
    "ade adp appref-ms appx appxbundle application bat chm cmd com cpl diagcab exe gadget hlp hta inf "
    "ins isp jse js lnk mde msc msh msh1 msh2 mshxml msi msix msixbundle msp mst ps1 ps1xml ps2 ps2xml "
    "psc1 psc2 psd1 psm1 reg scf scr sct settingcontent-ms shb shs sys theme themepack url vb vbe vbs "
    "vbscript website ws wsc wsf wsh xbap xll xlam xlsm docm dotm pptm potm ppam ppsm sldm iso img vhd "
    "vhdx"
)
_OTHERS = (
    "action apk app appimage bash bin command csh deb desktop dmg dylib fish flatpak flatpakref jar "
    "jnlp ksh mpkg osx out pkg pl py pyc pyo pyw pyz rb rpm run scpt sh snap so terminal tool workflow "
    "xpi zsh"
)
_PROGRAMS = frozenset(f"{_WINDOWS} {_OTHERS}".split())


def clean_file_name(name: str) -> str:
    """The name under which a file may lie in a folder of any system, as people read it; never empty.

    Without folders, control characters and what turns or hides letters, without dots and spaces at its ends,
    no name of a device, at most NAME_BYTES of UTF-8 with its extension kept.
    """
    last = re.split(r"[/\\]", name.rstrip("/\\"))[-1]
    text = "".join(_shown(letter) for letter in strip_formatting(last))
    text = unicodedata.normalize("NFC", _FORBIDDEN.sub("_", text))
    text = " ".join(text.split()).strip(_EDGES)
    if _DEVICE.match(text):
        text = f"_{text}"
    return _shortened(text) or _UNNAMED


def extension_of(name: str) -> str:
    """The extension of a cleaned name in lower case, without its dot; "" for none."""
    stem, dot, extension = name.rpartition(".")
    return extension.casefold() if stem and dot and len(extension.encode()) <= _EXTENSION_BYTES else ""


def is_program(name: str) -> bool:
    """Whether a system would run a file of that name, or what it says, when a person opens it."""
    return extension_of(clean_file_name(name)) in _PROGRAMS


def _shown(letter: str) -> str:
    """A character as it may stand in a name: separators are spaces, what is not seen is gone."""
    category = unicodedata.category(letter)
    if category in ("Zs", "Zl", "Zp") or letter in "\t\n":
        return " "
    return "" if category in ("Cc", "Cf", "Cs") and letter not in _JOINERS else letter


def _shortened(text: str) -> str:
    """`text` within NAME_BYTES, cut before its extension."""
    if len(text.encode()) <= NAME_BYTES:
        return text
    extension = extension_of(text)
    ending = text[len(text) - len(extension) - 1 :] if extension else ""
    stem = text[: len(text) - len(ending)]
    room = NAME_BYTES - len(ending.encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(_EDGES) + ending
