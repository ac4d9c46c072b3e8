"""The commands that the hub knows: each family's rows, merged."""

from __future__ import annotations

from app.hub.commands import (
    accounts,
    away,
    batches,
    capability,
    channels,
    chathistory,
    hubbub,
    invitations,
    listing,
    markers,
    messaging,
    metadata,
    modes,
    monitor,
    operators,
    people,
    redaction,
    registration,
    rename,
    sasl,
    server,
    who,
)
from app.hub.commands.row import Row

TABLE: dict[str, Row] = {
    **registration.ROWS,
    **capability.ROWS,
    **hubbub.ROWS,
    **sasl.ROWS,
    **accounts.ROWS,
    **channels.ROWS,
    **chathistory.ROWS,
    **listing.ROWS,
    **invitations.ROWS,
    **modes.ROWS,
    **rename.ROWS,
    **monitor.ROWS,
    **metadata.ROWS,
    **markers.ROWS,
    **messaging.ROWS,
    **batches.ROWS,
    **redaction.ROWS,
    **people.ROWS,
    **who.ROWS,
    **away.ROWS,
    **server.ROWS,
    **operators.ROWS,
}
