"""Makes the table of emoji, resources/emoji/en.json, of the published data of Emojibase (MIT; Unicode CLDR).

`npm pack emojibase-data`, unpack it, then `python -m resources.packaging.emoji_table FOLDER`, FOLDER being
the one with package.json. The licences are in resources/emoji/LICENSE.txt.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TABLE = Path(__file__).resolve().parent.parent / "emoji" / "en.json"
# Which names between colons count, the first set first: GitHub's, Slack's, Emojibase's own.
_CODES = ("github", "iamcal", "emojibase")
_CODE = re.compile(r"[a-z0-9_+-]+")
_STYLE = "\ufe0f"  # asks for the coloured form
_COLOURED = 1  # the type of those that have it without asking
_PARTS = "component"  # tones of skin and colours of hair, which are no emoji by themselves


def make(folder: Path) -> str:
    """The table as text, of the unpacked package in `folder`; one emoji on each line."""
    version = _read(folder / "package.json")["version"]
    groups = _read(folder / "meta" / "groups.json")["groups"]
    rows = [
        [_text(one), one["label"], groups[str(one["group"])], one["version"], codes, one.get("tags", [])]
        for one, codes in _with_codes(folder)
        if "group" in one and groups[str(one["group"])] != _PARTS
    ]
    lines = ",\n".join(
        json.dumps([*row[:4], " ".join(row[4]), " ".join(row[5])], ensure_ascii=False) for row in rows
    )
    source = f"emojibase-data {version}, see LICENSE.txt"
    return f'{{"source": {json.dumps(source)}, "version": {json.dumps(version)}, "emoji": [\n{lines}\n]}}\n'


def _text(one: dict[str, Any]) -> str:
    """The emoji as Unicode spells it: what is coloured anyway does not ask for colour."""
    text: str = one["emoji"]
    is_single = len(text) == 2 and text[1] == _STYLE
    return text[0] if is_single and one["type"] == _COLOURED else text


def _with_codes(folder: Path) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """Each emoji with its codes. What two sets call alike is what the first one means."""
    sets = [_read(folder / "en" / "shortcodes" / f"{name}.json") for name in _CODES]
    meant: dict[str, str] = {}
    for one_set in sets:
        for hexcode, given in one_set.items():
            for code in _listed(given):
                meant.setdefault(code, hexcode)
    for one in _read(folder / "en" / "data.json"):
        hexcode = one["hexcode"]
        given = [code for one_set in sets for code in _listed(one_set.get(hexcode, []))]
        codes = [code for code in given if meant[code] == hexcode and _CODE.fullmatch(code)]
        yield one, list(dict.fromkeys(codes))


def _listed(given: str | list[str]) -> list[str]:
    return [given] if isinstance(given, str) else given


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    TABLE.write_text(make(Path(sys.argv[1])), encoding="utf-8", newline="\n")
