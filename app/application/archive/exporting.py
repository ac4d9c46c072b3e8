"""Writing what is kept of a room into a file, in the archive's thread, step by step."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from app.application.archive.entries import entry_of
from app.models.export import Exporter, Format
from app.store.archive import Archive
from app.store.archive_records import RoomKey
from app.store.database import OutsideError

_LOT = 500  # lines per step: some 20 ms, so that what is said meanwhile is kept


def export(key: RoomKey, title: str, path: Path, kind: Format, archive: Archive) -> Iterator[int]:
    """Write a room's whole history; yields how many lines are written so far.

    The file appears under its name when it is whole. Raises OutsideError, a sentence for people.
    """
    try:
        yield from _written(Exporter(kind, title), key, path, archive)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutsideError(f"{path.name} could not be written: {reason}. Choose another place.") from error


def _written(exporter: Exporter, key: RoomKey, path: Path, archive: Archive) -> Iterator[int]:
    with NamedTemporaryFile(
        "w", encoding="utf-8", newline="\n", dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as file:
        try:
            file.write(exporter.head())
            place, count, more = -1, 0, True
            while more:
                page = archive.page_after(key, place, _LOT)
                entries = [entry for line in page.lines if (entry := entry_of(line)) is not None]
                file.write(exporter.lot(entries))
                place = page.lines[-1].place if page.lines else place
                count, more = count + len(entries), page.more_after and bool(page.lines)
                yield count
            file.write(exporter.foot())
            file.flush()
            os.fsync(file.fileno())
            file.close()
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
