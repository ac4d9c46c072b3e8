"""A window's side of an upload to a hub: what is asked next, and what an answer means. Pure, without a clock.

An upload is first begun and then continued, each by a request of its own, so that it can be continued after a
break as well (draft-ietf-httpbis-resumable-upload); a small one goes with the first request.
"""

from __future__ import annotations

import re
from enum import Enum
from urllib.parse import quote

from app.irc.file_tag import LINK_FOLDER, is_file_id
from app.web.http_call import HttpAnswer, HttpCall

UPLOADS_PATH = "/files"
# What is lost by a break, and sent again, is no more than one packet's time on any network.
SENT_AT_ONCE = 64 * 1024
# How often an upload that the hub has forgotten is begun again: it may have been restarted.
_BEGINNINGS = 3
# How often in a row the hub may have no more of it than before: who has sent something each time goes on.
_FRUITLESS = 20
# What others are told to follow: it goes into a message, so it is one word of a bounded length.
_LINK = re.compile(rf"https?://[!-.0-~]{{1,300}}{LINK_FOLDER}([^/]+)/[!-~]{{1,800}}")


class UploadStep(Enum):
    """What is to be done about an upload."""

    ASK = "ask"  # make the next request now
    LATER = "later"  # the same after a while: the connection broke, or the hub is busy
    TOKEN = "token"  # make it with another token
    DONE = "done"  # the file lies at `link`
    FAILED = "failed"  # `problem` and `status` say why


class FileUpload:
    """One upload. `offset`: where the body of the next request begins in the file.

    Once it is DONE, `link` is where others read the file and `file_id` its id. When it FAILED, `problem` is
    the hub's short word for why (`Hubbub-Problem`), "" for none, and `status` that of HTTP.
    """

    def __init__(self, name: str, media_type: str, size: int) -> None:
        """`name` as others are to see it; `media_type` "" for unknown; `size` in bytes."""
        self.offset = 0
        self.link = self.file_id = self.problem = ""
        self.status = 0
        self.size = size
        self._name = name
        self._type = media_type
        self._place = ""  # the path of the upload, once it is begun
        self._is_offset_known = True
        self._beginnings = 0
        self._most = 0  # of it that the hub ever had
        self._fruitless = 0
        self._was_refused = False  # the token, since the last one

    def next_call(self, authority: str, token: str) -> HttpCall:
        """The next request, with `offset` and `HttpCall.rest` for what of the file goes with it."""
        headers = [("Authorization", f"Bearer {token}")]
        if not self._place:
            self.offset = 0
            return self._begin(authority, headers)
        if not self._is_offset_known:
            return HttpCall("HEAD", self._place, authority, headers)
        headers += [
            ("Content-Type", "application/partial-upload"),
            ("Upload-Offset", str(self.offset)),
            ("Upload-Complete", "?1"),
        ]
        return HttpCall("PATCH", self._place, authority, headers, self.size - self.offset)

    def _begin(self, authority: str, headers: list[tuple[str, str]]) -> HttpCall:
        is_whole = self.size <= SENT_AT_ONCE
        headers = [
            *headers,
            ("Content-Type", self._type or "application/octet-stream"),
            ("Content-Disposition", f"attachment; filename*=UTF-8''{quote(self._name, safe='')}"),
            ("Upload-Complete", "?1" if is_whole else "?0"),
            ("Upload-Length", str(self.size)),
        ]
        return HttpCall("POST", UPLOADS_PATH, authority, headers, self.size if is_whole else 0)

    @property
    def is_begun(self) -> bool:
        """Whether the hub has something of it that is no file yet."""
        return bool(self._place) and not self.link

    def give_up(self, authority: str, token: str) -> HttpCall:
        """The request that lets the hub forget one that is begun."""
        return HttpCall("DELETE", self._place, authority, [("Authorization", f"Bearer {token}")])

    def take(self, answer: HttpAnswer | None) -> UploadStep:
        """What comes after an answer, None for a connection that ended without one."""
        if answer is None:
            self._is_offset_known = False
            return UploadStep.LATER
        if answer.status == 401 and not self._was_refused:
            self._was_refused = True
            return UploadStep.TOKEN
        if answer.is_success:
            self._was_refused = False
            return self._take_success(answer)
        if answer.status in (404, 409, 410) and self._place:
            return self._take_other_place(answer)
        return self._take_refusal(answer)

    def _take_success(self, answer: HttpAnswer) -> UploadStep:
        location = answer.headers.get("location", "")
        found = _LINK.fullmatch(location)
        if found is not None and is_file_id(found[1]):
            self.link, self.file_id, self.offset = location, found[1], self.size
            return UploadStep.DONE
        folder = f"{UPLOADS_PATH}/"
        if not self._place and location.startswith(folder) and is_file_id(location.removeprefix(folder)):
            self._place, self._is_offset_known = location, True
            return UploadStep.ASK
        return self._know_offset(answer)

    def _take_other_place(self, answer: HttpAnswer) -> UploadStep:
        """It has other bytes there than we thought, or nothing."""
        if answer.status == 409 and (step := self._know_offset(answer)) is UploadStep.ASK:
            return step
        self._beginnings += 1
        if self._beginnings >= _BEGINNINGS:
            return self._take_refusal(answer)
        self._place, self._is_offset_known = "", True
        return UploadStep.ASK

    def _know_offset(self, answer: HttpAnswer) -> UploadStep:
        text = answer.headers.get("upload-offset", "")
        if not (text.isascii() and text.isdecimal() and len(text) < 18 and int(text) <= self.size):
            return self._take_refusal(answer)
        self.offset, self._is_offset_known = int(text), True
        self._fruitless = 0 if self.offset > self._most else self._fruitless + 1
        self._most = max(self._most, self.offset)
        return UploadStep.ASK if self._fruitless < _FRUITLESS else self._take_refusal(answer)

    def _take_refusal(self, answer: HttpAnswer) -> UploadStep:
        self.status, self.problem = answer.status, answer.headers.get("hubbub-problem", "")
        self._is_offset_known = False
        is_passing = answer.status in (408, 423, 502, 503, 504) or self.problem == "busy"
        return UploadStep.LATER if is_passing else UploadStep.FAILED
