"""Which names a server may call itself or show as a host. RFC 952, RFC 1123 section 2.1.

For a server's own configuration; what another server calls a host is taken as it comes.
"""

from __future__ import annotations

import re

LONGEST = 253  # RFC 1035 section 2.3.4
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def is_hostname(name: str) -> bool:
    """Whether `name` is a host name of letters, digits and hyphens with at least one dot in it.

    The dot tells it from a nickname wherever IRC shows either (RFC 2812 section 2.3.1).
    """
    if len(name) > LONGEST or "." not in name:
        return False
    return all(_LABEL.fullmatch(label) for label in name.removesuffix(".").split("."))
