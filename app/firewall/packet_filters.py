"""Rules that somebody has written for nftables or iptables, and that are loaded at the computer's start.

The rules in force are for root alone; whether there are any can be read. What they let in is not judged.
"""

from __future__ import annotations

import re

# Each with the files of which one being there says that it is loaded, () where it is loaded by being there.
SOURCES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("/etc/nftables.conf", ("/etc/systemd/system/sysinit.target.wants/nftables.service",)),
    ("/etc/nftables.conf", ("/etc/systemd/system/multi-user.target.wants/nftables.service",)),
    ("/etc/sysconfig/nftables.conf", ("/etc/systemd/system/multi-user.target.wants/nftables.service",)),
    ("/etc/iptables/rules.v4", ()),
    ("/etc/iptables/iptables.rules", ("/etc/systemd/system/multi-user.target.wants/iptables.service",)),
    ("/etc/sysconfig/iptables", ("/etc/systemd/system/multi-user.target.wants/iptables.service",)),
)
_COMMENT = re.compile(r"^\s*#.*$", re.MULTILINE)
# a chain for what comes in that drops what no rule takes, or a rule in it that refuses
_REFUSALS = (
    re.compile(r"hook\s+input\b[^}]*\b(drop|reject)\b"),
    re.compile(r"^:INPUT\s+DROP\b", re.MULTILINE),
    re.compile(r"^-A INPUT\b.*-j\s+(DROP|REJECT)\b", re.MULTILINE),
)


def refuses(rules: str) -> bool:
    """Whether the text of a file of rules refuses something that comes in."""
    text = _COMMENT.sub("", rules)
    return any(pattern.search(text) for pattern in _REFUSALS)
