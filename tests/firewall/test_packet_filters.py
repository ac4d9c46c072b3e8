"""Files of rules that refuse something, and those that refuse nothing."""

from __future__ import annotations

import pytest

from app.firewall.packet_filters import refuses

# as Debian ships it
SHIPPED = """#!/usr/sbin/nft -f
flush ruleset
table inet filter {
	chain input {
		type filter hook input priority filter;
	}
	chain forward {
		type filter hook forward priority filter; policy drop;
	}
}
"""
DROPPING = "table inet filter {\n chain in {\n  type filter hook input priority 0; policy drop;\n }\n}"
REJECTING = "chain input {\n type filter hook input priority 0\n tcp dport 22 accept\n reject\n}"
IPTABLES = "*filter\n:INPUT DROP [0:0]\n:FORWARD ACCEPT [0:0]\nCOMMIT\n"
CENTOS = "*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -j REJECT --reject-with icmp-host-prohibited\nCOMMIT\n"


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        (SHIPPED, False),
        (DROPPING, True),
        (REJECTING, True),
        (f"# {DROPPING}".replace("\n", "\n# "), False),
        (IPTABLES, True),
        (CENTOS, True),
        (":INPUT ACCEPT [0:0]\n-A FORWARD -j DROP\n", False),
        ("", False),
    ],
)
def test_rules_that_refuse_what_comes_in_are_seen(text: str, refused: bool) -> None:
    assert refuses(text) is refused
