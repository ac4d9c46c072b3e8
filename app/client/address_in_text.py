"""Where an address may stand in what people paste: a message, a line of a chat, a table. Pure text.

What it finds may still be none; `address.parse_address` looks.
"""

from __future__ import annotations

import re
import unicodedata

# What stands around a link or an address in prose, mail and Markdown, and behind one that ends a sentence.
AROUND = "<>\"'“”‘’«»()，。,;!`*"
BEHIND = AROUND + ".…?"
_PORT = r"(?:\s*:\s*|,?\s+port:?\s+)(?P<four_port>\d+)"
# "host port" and "host: port" as other programs want it, and as people say it
_HOST_AND_PORT = re.compile(r"(\S*[^\s:,]|\S*::)(?::\s+|\s+:\s*|\s+|,?\s+port:?\s+)(\d+)", re.IGNORECASE)
_CANDIDATE = re.compile(
    rf"""(?P<boxed>\[[0-9a-f:.]+(?:%\w+)?\])(?::(?P<boxed_port>\d+))?
    | (?<![\w.-])(?P<four>\d{{1,3}}(?:\.\d{{1,3}}){{3}})(?!\.?\w)(?:{_PORT})?
    | (?<![\w.:])(?P<six>[0-9a-f]*(?::[0-9a-f]*){{2,7}}(?:%\w+)?)
    | (?P<name>[\w.-]+):(?P<name_port>\d+)""",
    re.IGNORECASE | re.VERBOSE,
)


def without_invisible(text: str) -> str:
    """`text` without characters that only format it, as pages and messengers leave in what is copied."""
    return "".join(char for char in text if unicodedata.category(char) != "Cf")


def host_and_port(text: str) -> str | None:
    """HOST:PORT where the whole text is a host and a port with something between them, else None."""
    found = _HOST_AND_PORT.fullmatch(text)
    if found is None:
        return None
    return _joined(found[1], found[2])


def candidates(text: str) -> list[str]:
    """All that may be addresses in a text, each HOST:PORT or HOST, in their order."""
    return [
        _joined(
            match["boxed"] or match["four"] or match["six"] or match["name"],
            match["boxed_port"] or match["four_port"] or match["name_port"],
        )
        for match in _CANDIDATE.finditer(text)
    ]


def _joined(host: str, port: str | None) -> str:
    if port is None:
        return host
    return f"[{host}]:{port}" if host.count(":") > 1 and not host.startswith("[") else f"{host}:{port}"
