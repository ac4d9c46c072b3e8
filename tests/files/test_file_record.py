"""What a hub keeps of a file, and how that is written down."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files.file_record import FileRecord, read_record, write_record
from app.irc.file_tag import SharedFile

ID = "AbCdEfGhIjKlMnOpQrSt_-"
PLAN = FileRecord(ID, "plan.pdf", 12, "application/pdf", "0f" * 32, "anna", 1700000000.5)
FIELDS = json.loads(write_record(PLAN))


@given(st.text(), st.integers(min_value=0), st.floats(allow_nan=False, allow_infinity=False), st.text())
def test_a_record_is_written_and_read(name: str, size: int, created: float, message: str) -> None:
    record = FileRecord(ID, name, size, "a/b", "0f" * 32, "~anna!x@y", created, 3, 4, message)
    assert read_record(write_record(record)) == record


def test_a_record_of_a_later_version_is_read() -> None:
    assert read_record(json.dumps({**FIELDS, "colour": "red"})) == PLAN


def test_a_record_of_an_earlier_version_is_read() -> None:
    earlier = {name: FIELDS[name] for name in FIELDS if name not in ("width", "height", "message")}
    assert read_record(json.dumps(earlier)) == PLAN


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "7",
        "[" * 100_000,
        json.dumps({"id": ID}),
        json.dumps({**FIELDS, "id": "../../x"}),
        json.dumps({**FIELDS, "id": 7}),
        json.dumps({**FIELDS, "size": "12"}),
        json.dumps({**FIELDS, "size": -1}),
        json.dumps({**FIELDS, "size": 1.5}),
        json.dumps({**FIELDS, "size": True}),
        json.dumps({**FIELDS, "message": None}),
    ],
)
def test_what_is_no_record_is_none(text: str) -> None:
    assert read_record(text) is None


def test_members_are_told_no_owner() -> None:
    told = PLAN.shared("0123456789012345678901")
    assert told == SharedFile(
        ID, "plan.pdf", 12, "application/pdf", "0f" * 32, thumbnail="0123456789012345678901"
    )
