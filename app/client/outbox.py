"""Own messages on their way: waiting, written, confirmed. Outlives the session, so a reconnect loses none."""

from __future__ import annotations


class Outbox:
    """Every own message that is not yet confirmed, under ids that stay valid over reconnects."""
