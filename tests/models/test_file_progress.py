"""Transfers of a connection as its window shows them, and pictures in bounded memory."""

from __future__ import annotations

import pytest

from app.models import file_progress
from app.models.file_progress import FileProgress, FileProgressModel, TransferState


def test_downloads_are_known_by_the_id_of_their_file() -> None:
    model = FileProgressModel()
    told: list[str] = []
    model.changed.connect(told.append)
    assert model.download("a") is None
    model.set_download(FileProgress("a", "plan.pdf", 10))
    model.set_download(FileProgress("a", "plan.pdf", 10, 4, 2.0, TransferState.RUNNING))
    known = model.download("a")
    assert known is not None
    assert known.done == 4
    model.forget_download("a")
    model.forget_download("a")
    assert model.download("a") is None
    assert told == ["a"] * 3


def test_uploads_belong_to_a_conversation_in_the_order_of_their_offers() -> None:
    model = FileProgressModel()
    told: list[str] = []
    model.uploads_changed.connect(told.append)
    model.set_upload("#Room", FileProgress("1", "a", 10))
    model.set_upload("#other", FileProgress("2", "b", 10))
    model.set_upload("#Room", FileProgress("3", "c", 10))
    model.set_upload("#Room", FileProgress("1", "a", 10, 5))
    assert [(one.key, one.done) for one in model.uploads("#room")] == [("1", 5), ("3", 0)]
    model.forget_upload("1")
    assert [one.key for one in model.uploads("#room")] == ["3"]
    assert told == ["#Room", "#other", "#Room", "#Room", "#Room"]


def test_a_picture_that_cannot_be_had_is_told_from_one_that_is_not_here() -> None:
    model = FileProgressModel()
    told: list[str] = []
    model.preview_changed.connect(told.append)
    assert model.preview("a") is None
    model.put_preview("a", b"")
    assert model.preview("a") == b""
    assert told == ["a"]


def test_pictures_that_were_not_looked_at_for_longest_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_progress, "PREVIEW_BYTES", 10)
    model = FileProgressModel()
    model.put_preview("a", b"1234")
    model.put_preview("b", b"1234")
    assert model.preview("a") == b"1234"
    model.put_preview("c", b"1234")
    assert (model.preview("a"), model.preview("b"), model.preview("c")) == (b"1234", None, b"1234")
    model.put_preview("c", b"12345678901234567890")
    assert model.preview("a") is None
    assert model.preview("c") is not None  # one alone may be larger
