"""How texts by key are written into one record, and read back from one that may be damaged."""

from __future__ import annotations

import json
from collections.abc import Mapping


def write_texts(values: Mapping[str, str]) -> str:
    """An object of texts as JSON."""
    return json.dumps(values, ensure_ascii=False)


def read_texts(text: str) -> dict[str, str]:
    """What write_texts wrote; nothing for what makes no sense."""
    try:
        read = json.loads(text)
    except ValueError:
        return {}
    items = read.items() if isinstance(read, dict) else ()
    return {key: value for key, value in items if isinstance(value, str)}
