"""A window's side of reading a file of a hub: from which byte on, and whether it is the right one. Pure."""

from __future__ import annotations

import hashlib
import re
from enum import Enum

from app.irc.file_tag import SharedFile, file_link_path
from app.web.http_call import HttpAnswer, HttpCall

_CONTENT_RANGE = re.compile(r"bytes ([0-9]{1,18})-[0-9]{1,18}/(?:[0-9]{1,18}|\*)")


class DownloadStep(Enum):
    """What an answer means for a download."""

    BYTES = "bytes"  # the file's follow, from `done` on
    LATER = "later"  # ask again after a while
    GONE = "gone"  # the hub has the file no more
    FAILED = "failed"  # it gives it not, `status` says why


class FileDownload:
    """One file on its way here. `done`: how many of its bytes are here; `status`: HTTP's of a refusal."""

    def __init__(self, file: SharedFile, *, longest: int = 0, is_checked: bool = True) -> None:
        """`longest`: bytes that are taken at most, 0 for the size that the file is said to have.

        `is_checked`: whether its size and hash are known; of a small picture of a file only the id is.
        """
        self.done = 0
        self.status = 0
        self._path = file_link_path(file)
        self._file = file
        self._longest = longest or file.size
        self._is_checked = is_checked
        self._hash = hashlib.sha256()

    def next_call(self, authority: str) -> HttpCall:
        """The request for what is not here yet."""
        headers = []
        if self.done:
            headers = [("Range", f"bytes={self.done}-"), ("If-Range", f'"{self._file.sha256}"')]
        return HttpCall("GET", self._path, authority, headers)

    def begin(self, answer: HttpAnswer | None) -> DownloadStep:
        """Judge the head of an answer, None for no answer. What is here counts no more if all comes again."""
        if answer is None:
            return DownloadStep.LATER
        if answer.status == 200:
            self.start_over()
            return DownloadStep.BYTES
        if answer.status == 206:
            found = _CONTENT_RANGE.fullmatch(answer.headers.get("content-range", ""))
            if found is not None and int(found[1]) == self.done:
                return DownloadStep.BYTES
        self.status = answer.status
        if answer.status in (404, 410):
            return DownloadStep.GONE
        is_passing = answer.status in (408, 429, 502, 503, 504)
        return DownloadStep.LATER if is_passing else DownloadStep.FAILED

    def start_over(self) -> None:
        """Nothing is here."""
        self.done = 0
        self._hash = hashlib.sha256()

    def take(self, data: bytes) -> bool:
        """Take the next bytes; False for more than it can be."""
        self.done += len(data)
        self._hash.update(data)
        return self.done <= self._longest

    @property
    def is_whole(self) -> bool:
        """Whether all bytes are here; of one whose size is not known only its end tells."""
        return not self._is_checked or self.done == self._file.size

    @property
    def is_right(self) -> bool:
        """Whether what is here is what was shared."""
        return not self._is_checked or (self.is_whole and self._hash.hexdigest() == self._file.sha256)
