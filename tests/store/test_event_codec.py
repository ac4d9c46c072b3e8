"""A row of the history's file is, byte for byte, what every version so far has written and reads."""

from __future__ import annotations

import pytest

from app.hub.data.storage import HistoryEvent
from app.store.event_codec import ChecksumError, pack, unpack

MSGID = "01HF7YAT00000ABCDEFGHJKMNP"
PLACE = 55705600000000000
SAID = HistoryEvent(
    msgid=MSGID,
    time=1700000000.0,
    target="#a",
    source="mara!m@h",
    identity="mara",
    command="PRIVMSG",
    params=("#a", "früh"),
    tags="+draft/react=x",
)
LATE = HistoryEvent(
    msgid=MSGID,
    time=1699999999.5,
    target="#a",
    source="hub",
    command="NOTICE",
    params=("#a", "one"),
    lines=(("one", False), ("two", True)),
)
# as 4f81c16 has written them
ROWS = [
    (
        SAID,
        "7",
        b"Tf\x18g7\nABCDEFGHJKMNP\n\nmara!m@h\nmara\nPRIVMSG\n+draft/react=x\n2\n#a\nfr\xc3\xbch",
    ),
    (LATE, "7 8", b"QBf\xf77 8\nABCDEFGHJKMNP\n500\nhub\n\nNOTICE\n\n2\n#a\none\n-one\n+two"),
]


@pytest.mark.parametrize(("event", "targets", "body"), ROWS)
def test_a_row_is_as_it_always_was(event: HistoryEvent, targets: str, body: bytes) -> None:
    assert pack(event, targets) == (PLACE, body)
    read = unpack(PLACE, body, "#a")
    assert read.event == event
    assert read.targets == tuple(map(int, targets.split()))


def test_a_row_at_another_place_is_no_row() -> None:
    with pytest.raises(ChecksumError):
        unpack(PLACE + 1, ROWS[0][2])
