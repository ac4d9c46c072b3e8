"""A window's side of an upload: what is asked next, whatever the hub answers."""

from __future__ import annotations

import h11
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.file_upload import SENT_AT_ONCE, FileUpload, UploadStep
from app.web.http_call import HttpAnswer, HttpCall

ID = "A" * 22
LINK = f"http://192.0.2.7:7697/f/{ID}/plan.pdf"
LARGE = SENT_AT_ONCE + 1
BEGUN = HttpAnswer(201, {"location": f"/files/{ID}"})
DONE = HttpAnswer(201, {"location": LINK})


def asked(call: HttpCall) -> tuple[str, str, dict[str, str]]:
    """Method, path and headers of a request, as a server reads them."""
    server = h11.Connection(h11.SERVER)
    server.receive_data(call.begin())
    event = server.next_event()
    assert isinstance(event, h11.Request)
    headers = {name.decode(): value.decode() for name, value in event.headers}
    return event.method.decode(), event.target.decode(), headers


def begun() -> FileUpload:
    upload = FileUpload("plan.pdf", "application/pdf", LARGE)
    upload.next_call("h:1", "t")
    assert upload.take(BEGUN) is UploadStep.ASK
    return upload


def test_a_small_file_goes_with_one_request() -> None:
    upload = FileUpload("plän; 1%.pdf", "application/pdf", 3)
    call = upload.next_call("192.0.2.1:6697", "secret")
    assert call.rest == 3
    method, path, headers = asked(call)
    assert (method, path) == ("POST", "/files")
    assert headers["host"] == "192.0.2.1:6697"
    assert headers["authorization"] == "Bearer secret"
    assert headers["content-disposition"] == "attachment; filename*=UTF-8''pl%C3%A4n%3B%201%25.pdf"
    assert (headers["content-length"], headers["upload-complete"], headers["upload-length"]) == (
        "3",
        "?1",
        "3",
    )
    assert call.send(b"abc").endswith(b"abc")
    assert upload.take(DONE) is UploadStep.DONE
    assert (upload.link, upload.file_id, upload.offset) == (LINK, ID, 3)
    assert not upload.is_begun


def test_a_large_one_is_begun_and_continued() -> None:
    upload = FileUpload("plan.pdf", "", LARGE)
    _, _, headers = asked(upload.next_call("h:1", "t"))
    assert (headers["content-length"], headers["upload-complete"]) == ("0", "?0")
    assert headers["content-type"] == "application/octet-stream"
    assert upload.take(BEGUN) is UploadStep.ASK
    assert upload.is_begun
    method, path, headers = asked(upload.next_call("h:1", "t"))
    assert (method, path) == ("PATCH", f"/files/{ID}")
    assert (headers["upload-offset"], headers["content-length"]) == ("0", str(LARGE))
    assert (headers["content-type"], headers["upload-complete"]) == ("application/partial-upload", "?1")
    assert upload.take(DONE) is UploadStep.DONE


def test_after_a_break_the_hub_says_where_it_goes_on() -> None:
    upload = begun()
    upload.next_call("h:1", "t")
    assert upload.take(None) is UploadStep.LATER
    assert asked(upload.next_call("h:1", "t"))[:2] == ("HEAD", f"/files/{ID}")
    assert upload.take(HttpAnswer(204, {"upload-offset": "7"})) is UploadStep.ASK
    call = upload.next_call("h:1", "t")
    assert (upload.offset, call.rest) == (7, LARGE - 7)
    assert upload.take(HttpAnswer(409, {"upload-offset": "5"})) is UploadStep.ASK
    assert asked(upload.next_call("h:1", "t"))[2]["upload-offset"] == "5"
    assert asked(upload.give_up("h:1", "t"))[:2] == ("DELETE", f"/files/{ID}")


def test_one_that_broke_before_it_was_begun_is_begun_again() -> None:
    upload = FileUpload("plan.pdf", "", LARGE)
    upload.next_call("h:1", "t")
    assert upload.take(None) is UploadStep.LATER
    assert asked(upload.next_call("h:1", "t"))[0] == "POST"


def test_a_hub_that_forgets_it_again_and_again_is_left() -> None:
    upload = begun()
    for _ in range(2):
        upload.next_call("h:1", "t")
        assert upload.take(HttpAnswer(404)) is UploadStep.ASK
        assert asked(upload.next_call("h:1", "t"))[0] == "POST"
        assert upload.take(BEGUN) is UploadStep.ASK
    assert upload.take(HttpAnswer(404)) is UploadStep.FAILED


def test_a_token_is_asked_for_again_once() -> None:
    upload = begun()
    assert upload.take(HttpAnswer(401)) is UploadStep.TOKEN
    assert upload.take(HttpAnswer(401, {"hubbub-problem": "login"})) is UploadStep.FAILED
    assert upload.problem == "login"


@pytest.mark.parametrize(
    ("status", "problem", "step"),
    [
        (413, "too-large", UploadStep.FAILED),
        (429, "day", UploadStep.FAILED),
        (507, "full", UploadStep.FAILED),
        (403, "off", UploadStep.FAILED),
        (429, "busy", UploadStep.LATER),
        (503, "", UploadStep.LATER),
        (400, "", UploadStep.FAILED),
        (304, "", UploadStep.FAILED),
    ],
)
def test_refusals_are_for_now_or_for_good(status: int, problem: str, step: UploadStep) -> None:
    upload = FileUpload("plan.pdf", "", LARGE)
    assert upload.take(HttpAnswer(status, {"hubbub-problem": problem})) is step
    assert (upload.status, upload.problem) == (status, problem)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"location": "/f/" + ID + "/plan.pdf"},  # nobody else could follow that
        {"location": "http://h/f/short/plan.pdf"},
        {"location": "http://h/elsewhere"},
        {"location": f"http://[bad/files/{ID}"},
        {"location": f"http://h/files/{ID}"},  # what goes on is where it was begun
        {"location": "/files/not an id"},
        {"location": "/files/\x01"},
        {"location": f"/files/{ID}/../x"},
        {"location": f"//h/files/{ID}"},
        {"location": f"ftp://h/f/{ID}/plan.pdf"},
        {"location": f"http://h/f/{ID}/two words"},
        {"location": f"http://h/f/{ID}/pl\xe4n.pdf"},
        {"location": f"http://h/f/{ID}/{'x' * 2000}"},
        {"upload-offset": "x"},
        {"upload-offset": str(LARGE + 1)},
        {"upload-offset": "9" * 30},
    ],
)
def test_a_success_that_makes_no_sense_is_none(headers: dict[str, str]) -> None:
    assert begun().take(HttpAnswer(201, headers)) is UploadStep.FAILED
    first = FileUpload("plan.pdf", "application/pdf", LARGE)
    first.next_call("h:1", "t")
    assert first.take(HttpAnswer(201, headers)) is UploadStep.FAILED


@given(st.text(max_size=60))
def test_wherever_a_hub_says_it_is_the_next_request_can_be_made(location: str) -> None:
    for start in ("", "/files/", f"/files/{ID}", "http://", f"http://h/f/{ID}/"):
        upload = FileUpload("plan.pdf", "", LARGE)
        upload.next_call("h:1", "t")
        if upload.take(HttpAnswer(201, {"location": start + location})) is UploadStep.ASK:
            asked(upload.next_call("h:1", "t"))
        assert upload.link.isascii()
        assert upload.link.split() in ([], [upload.link])


def test_a_hub_that_never_has_more_of_it_is_left() -> None:
    upload = begun()
    steps = []
    for _ in range(100):
        upload.next_call("h:1", "t")
        steps.append(upload.take(HttpAnswer(409, {"upload-offset": "0"})))
        if steps[-1] is UploadStep.FAILED:
            break
    assert steps[-1] is UploadStep.FAILED
    assert len(steps) > 10
    slow = begun()
    for offset in range(1, 100):
        slow.next_call("h:1", "t")
        assert slow.take(HttpAnswer(204, {"upload-offset": str(offset)})) is UploadStep.ASK
