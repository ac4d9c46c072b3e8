"""Mode strings: which modes take a parameter, parsing and writing them.

https://modern.ircdocs.horse/#mode-message and #chanmodes-parameter
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from app.values import frozen


@frozen
class ModeChange:
    """One mode set or taken back; `param` is None where the mode takes none or none was given."""

    adding: bool
    mode: str
    param: str | None = None


@frozen
class ModeSpec:
    """The channel modes of a server by type (CHANMODES=A,B,C,D) and its ranks, highest first.

    `lists` hold masks, `always` takes a parameter both ways, `when_set` only when set, `flags` never.
    `ranks` are the mode letters of PREFIX, `prefixes` the characters that stand for them.
    """

    lists: str = "beI"
    always: str = "k"
    when_set: str = "l"
    flags: str = "imnpst"
    ranks: str = "ov"
    prefixes: str = "@+"

    @classmethod
    def from_tokens(cls, chanmodes: str | None, prefix: str | None) -> ModeSpec:
        """Read CHANMODES and PREFIX as in 005; None or nonsense leaves the defaults."""
        spec = cls()
        lists, always, when_set, flags = spec.lists, spec.always, spec.when_set, spec.flags
        ranks, prefixes = spec.ranks, spec.prefixes
        types = (chanmodes or "").split(",")
        if len(types) >= 4:
            lists, always, when_set, flags = types[:4]
        if prefix is not None:
            letters, closing, characters = prefix.removeprefix("(").partition(")")
            if not prefix:
                ranks = prefixes = ""
            elif closing and len(letters) == len(characters):
                ranks, prefixes = letters, characters
        return cls(lists, always, when_set, flags, ranks, prefixes)

    def takes_param(self, mode: str, adding: bool) -> bool:
        """Whether a change of `mode` in this direction is followed by a parameter."""
        return mode in self.ranks + self.always + self.lists or (adding and mode in self.when_set)

    def rank_of(self, prefix: str) -> str:
        """The mode letter behind a prefix character, "" for none."""
        at = self.prefixes.find(prefix) if prefix else -1
        return self.ranks[at] if at >= 0 else ""

    def prefix_of(self, rank: str) -> str:
        """The prefix character of a rank's mode letter, "" for none."""
        at = self.ranks.find(rank) if rank else -1
        return self.prefixes[at] if at >= 0 else ""

    def split_prefixes(self, name: str) -> tuple[str, str]:
        """Split "@+bob" into its prefixes and the rest."""
        rest = name.lstrip(self.prefixes) if self.prefixes else name
        return name[: len(name) - len(rest)], rest


def parse_modes(text: str, params: Sequence[str], spec: ModeSpec) -> list[ModeChange]:
    """Read a mode string with its parameters; a list mode without one asks for the list."""
    left = list(params)
    adding = True
    changes = []
    for char in text:
        if char in "+-":
            adding = char == "+"
        else:
            param = left.pop(0) if left and spec.takes_param(char, adding) else None
            changes.append(ModeChange(adding, char, param))
    return changes


def format_modes(
    changes: Iterable[ModeChange], per_line: int = 20, budget: int = 400
) -> Iterator[tuple[str, ...]]:
    """Write changes as parameters of MODE ("+ov-b", "bob", ...).

    At most `per_line` changes and about `budget` bytes stand in each.
    """
    batch: list[ModeChange] = []
    used = 0
    for change in changes:
        size = 3 + len((change.param or "").encode())  # sign, letter, space
        if batch and (len(batch) == per_line or used + size > budget):
            yield _format(batch)
            batch, used = [], 0
        batch.append(change)
        used += size
    if batch:
        yield _format(batch)


def _format(changes: Sequence[ModeChange]) -> tuple[str, ...]:
    text, sign = "", ""
    for change in changes:
        wanted = "+" if change.adding else "-"
        text += change.mode if wanted == sign else wanted + change.mode
        sign = wanted
    return (text, *(change.param for change in changes if change.param is not None))
