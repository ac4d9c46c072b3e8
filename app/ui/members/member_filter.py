"""Which members a filter lets through, ignoring case and accents; headings without people go."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel

from app.client.events import Member
from app.guard import guarded
from app.models.members import Heading, MembersModel, rank_of, shown_name

Index = QModelIndex | QPersistentModelIndex


def folded(text: str) -> str:
    """`text` without case and accents, for comparing."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@guarded()
class MemberFilter(QSortFilterProxyModel):
    """A MembersModel without those whose name does not contain the text."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = ""

    def set_text(self, text: str) -> None:
        """Let only names with `text` in them through; "" is everybody."""
        wanted = folded(text.strip())
        if wanted != self._wanted:
            self._wanted = wanted
            self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        model = self.sourceModel()
        if not self._wanted or not isinstance(model, MembersModel):
            return True
        entry = model.row_at(row)
        if isinstance(entry, Heading):
            return self._has_match(model, row, entry)
        return self._matches(entry)

    def _has_match(self, model: MembersModel, row: int, heading: Heading) -> bool:
        below = range(row + 1, min(row + 1 + heading.count, model.rowCount()))
        people = (model.row_at(at) for at in below)
        return any(
            isinstance(one, Member) and rank_of(one) is heading.rank and self._matches(one) for one in people
        )

    def _matches(self, member: Member) -> bool:
        return self._wanted in folded(member.nick) or self._wanted in folded(shown_name(member))
