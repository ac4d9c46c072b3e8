"""The table of emoji is made of a published package, and is the one that would be made again."""

from __future__ import annotations

import json
from pathlib import Path

from resources.packaging.emoji_table import TABLE, make

SMILE = {"emoji": "😄", "hexcode": "1F604", "label": "smiling", "group": 0, "version": 0.6, "type": 1}
THUMB = {"emoji": "👍️", "hexcode": "1F44D", "label": "thumbs up", "group": 1, "version": 0.6, "type": 1}
HEART = {"emoji": "❤️", "hexcode": "2764", "label": "red heart", "group": 0, "version": 0.6, "type": 0}
TONE = {"emoji": "🏻", "hexcode": "1F3FB", "label": "light skin", "group": 2, "version": 1, "type": 1}
LETTER = {"emoji": "🇦", "hexcode": "1F1E6", "label": "regional indicator A", "version": 0, "type": 1}
CODES = {
    "github": {"1F604": "smile", "1F44D": ["+1", "thumbsup"], "2764": "heart"},
    "iamcal": {"1F604": "smile", "2764": "smile"},  # another emoji than GitHub means
    "emojibase": {"1F604": ["happy", "no good"], "1F44D": "+1", "2764": "red_heart"},
}


def write(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), encoding="utf-8")


def package(folder: Path) -> Path:
    write(folder / "package.json", {"version": "17.0.0"})
    groups = {"0": "smileys-emotion", "1": "people-body", "2": "component"}
    write(folder / "meta" / "groups.json", {"groups": groups})
    write(folder / "en" / "data.json", [LETTER, {**SMILE, "tags": ["eye", "open mouth"]}, THUMB, HEART, TONE])
    for name, codes in CODES.items():
        write(folder / "en" / "shortcodes" / f"{name}.json", codes)
    return folder


def test_each_emoji_has_its_name_group_codes_and_words(tmp_path: Path) -> None:
    made = json.loads(make(package(tmp_path)))
    assert made["version"] == "17.0.0"
    assert made["emoji"] == [
        ["😄", "smiling", "smileys-emotion", 0.6, "smile happy", "eye open mouth"],
        ["👍", "thumbs up", "people-body", 0.6, "+1 thumbsup", ""],
        ["❤️", "red heart", "smileys-emotion", 0.6, "heart red_heart", ""],
    ]


def test_a_line_is_an_emoji(tmp_path: Path) -> None:
    assert len(make(package(tmp_path)).splitlines()) == 1 + 3 + 1
    told = TABLE.read_text(encoding="utf-8")
    assert len(told.splitlines()) == len(json.loads(told)["emoji"]) + 2
