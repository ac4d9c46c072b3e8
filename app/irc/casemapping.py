"""Case mapping: which spellings of a nickname or channel are one name.

https://modern.ircdocs.horse/#casemapping-parameter
"""

from __future__ import annotations

from string import ascii_lowercase, ascii_uppercase

_ASCII = str.maketrans(ascii_uppercase, ascii_lowercase)
_STRICT_RFC1459 = str.maketrans(ascii_uppercase + "[]\\", ascii_lowercase + "{}|")
_RFC1459 = str.maketrans(ascii_uppercase + "[]\\~", ascii_lowercase + "{}|^")

_TABLES = {
    "ascii": _ASCII,
    "rfc1459": _RFC1459,
    "rfc1459-strict": _STRICT_RFC1459,
    "strict-rfc1459": _STRICT_RFC1459,
}


def casefold(name: str, mapping: str = "ascii") -> str:
    """Fold `name` as a server's CASEMAPPING token says.

    Mappings that no table describes (rfc7613, rfc8265, precis) fold by Unicode.
    """
    table = _TABLES.get(mapping)
    return name.casefold() if table is None else name.translate(table)
