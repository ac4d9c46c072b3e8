"""Where the contents of files lie, as the machines of transfers use it; their names are not its affair.

What goes wrong there is an OSError.
"""

from __future__ import annotations

from io import FileIO
from typing import Protocol


class FileStorage(Protocol):
    """Contents by the ids of files, and beside each of them a note as long as it is not whole."""

    def create(self, file_id: str) -> FileIO:
        """Begin an empty content, to be written and read. Raises FileExistsError, OSError."""
        ...

    def reopen(self, file_id: str) -> FileIO:
        """Go on with a content, at its beginning. Raises FileNotFoundError, OSError."""
        ...

    def open(self, file_id: str) -> FileIO:
        """A content, to be read. Raises FileNotFoundError, OSError."""
        ...

    def settle(self, file_id: str) -> None:
        """Have a content safely on the disk, which may take long: for a thread of its own. Raises OSError."""
        ...

    def remove(self, file_id: str) -> None:
        """Remove a content and its note, if there are some. Raises OSError."""
        ...

    def write_note(self, file_id: str, text: str) -> None:
        """Keep a text beside a content. Raises OSError."""
        ...

    def remove_note(self, file_id: str) -> None:
        """The content is whole. Raises OSError."""
        ...

    def notes(self) -> dict[str, str]:
        """All notes by ids. Raises OSError."""
        ...

    def is_begun(self) -> bool:
        """Whether there may be something, without a look at each. Raises nothing."""
        ...

    def ids(self) -> list[str]:
        """All contents. Raises OSError."""
        ...

    def free(self) -> int:
        """The bytes that are free on the disk. Raises OSError."""
        ...
