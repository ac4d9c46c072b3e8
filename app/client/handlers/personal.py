"""What is told to this person alone: how far they have read, whom they watch, what people tell."""

from __future__ import annotations

from functools import partial

from app.client import contacts, markers, profiles
from app.client.handlers.table import Row, silence
from app.irc import numerics as n

ROWS = {
    "MARKREAD": Row(markers.on_marker, least=2),
    "METADATA": Row(profiles.on_metadata, least=3, early=True),
    n.RPL_KEYVALUE: Row(profiles.on_value, least=4, early=True),
    n.RPL_KEYNOTSET: Row(profiles.on_no_value, least=3, early=True),
    n.RPL_METADATASUBOK: Row(silence),
    n.RPL_METADATASYNCLATER: Row(profiles.sync_later, least=2),
    n.RPL_MONONLINE: Row(partial(contacts.on_presence, online=True), least=2),
    n.RPL_MONOFFLINE: Row(partial(contacts.on_presence, online=False), least=2),
    n.RPL_MONLIST: Row(silence),
    n.RPL_ENDOFMONLIST: Row(silence),
    n.ERR_MONLISTFULL: Row(silence),
}
