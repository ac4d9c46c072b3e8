"""What Qt's own tools make of app/words: the texts that lupdate finds, and a language made of them."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import NamedTuple

import PySide6

ROOT = Path(__file__).parent.parent.parent
WORDS = ROOT / "app" / "words"
_TOOLS = Path(PySide6.__file__).parent
# what is to be found again as it is in a translation: the number, and names in braces
_KEPT = re.compile(r"(%n|\{\w+\})")


class Extracted(NamedTuple):
    """One text of a .ts file."""

    context: str
    source: str
    comment: str
    counted: bool


def extract(folder: Path, *sources: Path) -> Path:
    """Run lupdate on `sources`, files or folders; the .ts file that it made in `folder`."""
    found = folder / "extracted.ts"
    # in a folder it looks at files of other languages, unless it is told before
    run_tool("lupdate", "-extensions", "py", *map(str, sources), "-locations", "none", "-ts", str(found))
    return found


def read(extracted: Path) -> list[Extracted]:
    """The texts of a .ts file."""
    return [
        Extracted(
            context.findtext("name") or "",
            message.findtext("source") or "",
            message.findtext("comment") or "",
            message.get("numerus") == "yes",
        )
        for context in ET.parse(extracted).iter("context")
        for message in context.iter("message")
    ]


def pseudo(source: str, number: str = "", comment: str = "") -> str:
    """`source` in a language that shows where it was translated: "⟦Ĥóšť⟧"; `number` marks the plural form.

    What a `comment` tells apart is told apart in the language: "⟦Óƥéñ‡á ďóóř⟧".
    """
    parts = _KEPT.split(source)
    shown = [part if _KEPT.fullmatch(part) else part.translate(_LETTERS) for part in parts]
    meant = f"‡{comment.translate(_LETTERS)}" if comment else ""
    return f"⟦{number}{''.join(shown)}{meant}⟧"


def pattern(each: Extracted) -> re.Pattern[str]:
    """What a text of that language has in it that says this sentence, whatever it is filled in with."""
    marks = ("¹", "ⁿ") if each.counted else ("",)
    ways = [re.escape(pseudo(each.source, mark, each.comment)) for mark in marks]
    return re.compile("|".join(re.sub(r"%n|\\{\w+\\}", "[^\0]*?", way) for way in ways))


def release(extracted: Path) -> Path:
    """Translate all of a .ts file into that language, and make the .qm file of it that Qt loads."""
    tree = ET.parse(extracted)
    tree.getroot().set("language", "en_GB")  # two forms: for one, and for several
    for message in tree.iter("message"):
        source, translation = message.findtext("source") or "", message.find("translation")
        comment = message.findtext("comment") or ""
        assert translation is not None
        translation.attrib.pop("type", None)
        translation.clear()
        if message.get("numerus") == "yes":
            for mark in ("¹", "ⁿ"):
                ET.SubElement(translation, "numerusform").text = pseudo(source, mark, comment)
        else:
            translation.text = pseudo(source, comment=comment)
    translated, released = extracted.with_name("pseudo.ts"), extracted.with_name("pseudo.qm")
    tree.write(translated, encoding="utf-8", xml_declaration=True)
    run_tool("lrelease", str(translated), "-qm", str(released))
    return released


def run_tool(name: str, *arguments: str) -> None:
    """Run one of Qt's tools, which come with PySide6."""
    tool = _TOOLS / (f"{name}.exe" if sys.platform == "win32" else name)
    run = subprocess.run([tool, *arguments], capture_output=True, text=True, cwd=ROOT)
    assert run.returncode == 0, run.stdout + run.stderr


_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀčďéƒğĥíĵķľɱñóƥɋřšťúṽŵẋýžÁɃČĎÉƑĞĤÍĴĶĽṀÑÓƤɊŘŠŤÚṼŴẊÝŽ",
)
