"""A window's side of reading a file: where it goes on, and whether what came is right."""

from __future__ import annotations

import hashlib

import pytest

from app.irc.file_tag import SharedFile
from app.web.file_download import DownloadStep, FileDownload
from app.web.http_call import HttpAnswer
from tests.web.test_file_upload import asked

DATA = b"what was shared"
PLAN = SharedFile(
    "A" * 22, "plan 1.pdf", len(DATA), "application/pdf", hashlib.sha256(DATA).hexdigest(), thumbnail="B" * 22
)


def test_the_first_request_is_for_all_and_a_later_one_for_the_rest() -> None:
    download = FileDownload(PLAN)
    assert asked(download.next_call("h:1"))[:2] == ("GET", f"/f/{PLAN.id}/plan%201.pdf")
    assert download.begin(HttpAnswer(200)) is DownloadStep.BYTES
    assert download.take(DATA[:5])
    assert not download.is_whole
    headers = asked(download.next_call("h:1"))[2]
    assert (headers["range"], headers["if-range"]) == ("bytes=5-", f'"{PLAN.sha256}"')
    assert download.begin(HttpAnswer(206, {"content-range": f"bytes 5-14/{len(DATA)}"})) is DownloadStep.BYTES
    assert download.take(DATA[5:])
    assert download.is_right
    assert not download.take(b"x")


def test_all_of_it_again_is_taken_from_the_start() -> None:
    download = FileDownload(PLAN)
    download.take(b"other")
    assert download.begin(HttpAnswer(200)) is DownloadStep.BYTES
    assert download.done == 0
    download.take(DATA)
    assert download.is_right


def test_other_bytes_are_not_right() -> None:
    download = FileDownload(PLAN)
    download.take(DATA[:-1] + b"?")
    assert download.is_whole
    assert not download.is_right


def test_one_of_unknown_size_has_a_bound() -> None:
    download = FileDownload(
        SharedFile("B" * 22, "small.jpg", 0, "image/jpeg", ""), longest=4, is_checked=False
    )
    assert download.take(b"1234")
    assert download.is_right
    assert not download.take(b"5")


@pytest.mark.parametrize(
    ("answer", "step"),
    [
        (None, DownloadStep.LATER),
        (HttpAnswer(404), DownloadStep.GONE),
        (HttpAnswer(410), DownloadStep.GONE),
        (HttpAnswer(429), DownloadStep.LATER),
        (HttpAnswer(503), DownloadStep.LATER),
        (HttpAnswer(403), DownloadStep.FAILED),
        (HttpAnswer(416), DownloadStep.FAILED),
        (HttpAnswer(302), DownloadStep.FAILED),
        (HttpAnswer(206), DownloadStep.FAILED),
        (HttpAnswer(206, {"content-range": "bytes 3-14/15"}), DownloadStep.FAILED),
    ],
)
def test_an_answer_without_what_is_wanted(answer: HttpAnswer | None, step: DownloadStep) -> None:
    assert FileDownload(PLAN).begin(answer) is step
