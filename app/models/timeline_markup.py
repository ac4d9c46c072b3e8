"""What the text of a message holds: paragraphs and code blocks, links, code, bold, italic, own names.

Pure: text in, spans out. Control codes go here, so nothing raw is ever shown.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

from app.irc.text import strip_formatting
from app.models.timeline_emphasis import Solid, find_emphasis
from app.models.timeline_links import find_link, shortened, shown_and_target
from app.models.timeline_mentions import may_mention, mention_spans
from app.values import frozen

LARGE_EMOJI = 3  # up to so many alone are drawn larger


class Style(Enum):
    """What a span of text is."""

    BOLD = "bold"
    ITALIC = "italic"
    CODE = "code"
    LINK = "link"
    MENTION = "mention"


@frozen
class Span:
    """Characters `start` to `end` of a paragraph; `target` is a link's address."""

    start: int
    end: int
    style: Style
    target: str = ""


@frozen
class Paragraph:
    """Running text; a newline in it is a line break."""

    text: str
    spans: tuple[Span, ...] = ()


@frozen
class CodeBlock:
    """Lines of code, to be shown as they are."""

    text: str


Block = Paragraph | CodeBlock

_FENCE = re.compile(r"```(?:[\w+-]*\n)?(.*?)```", re.DOTALL)
_CODE = re.compile(r"`([^`\n]{1,400})`")
_MAY_HOLD_MARKUP = re.compile(r"[`*_]|://|mailto:|www\.", re.IGNORECASE)
_STYLES = {"**": Style.BOLD, "*": Style.ITALIC, "_": Style.ITALIC}

_EMOJI_BASE = (
    "[\U0001f300-\U0001faff\u2600-\u27bf\u2b05-\u2b55\u231a-\u23ff\u2194-\u21aa\u25aa-\u25fe\u3030\u303d\u3297"
    "\u3299\u203c\u2049\u2122\u2139\u2934\u2935\U0001f004\U0001f0cf\U0001f170-\U0001f251]"
)
_EMOJI_ONE = f"{_EMOJI_BASE}[\ufe0f\U0001f3fb-\U0001f3ff]*[\U000e0020-\U000e007f]*"
_EMOJI = re.compile(
    f"(?:[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_EMOJI_ONE}(?:\u200d{_EMOJI_ONE})*)"
)


def parse(text: str, names: Iterable[str] = ()) -> tuple[Block, ...]:
    """The blocks of a message's text; `names` are marked as mentions where they stand as words."""
    text = strip_formatting(text)
    names = tuple(names)
    blocks: list[Block] = []
    at = 0
    for fence in _FENCE.finditer(text):
        code = fence.group(1).strip("\n")
        if not code.strip():
            continue
        _add_paragraph(blocks, text[at : fence.start()], names)
        blocks.append(CodeBlock(code))
        at = fence.end()
    _add_paragraph(blocks, text[at:], names)
    return tuple(blocks) or (Paragraph(text),)


def is_mention(text: str, names: Iterable[str]) -> bool:
    """Whether `text` means one of `names`: whether one is marked in what is shown of it."""
    names = tuple(names)
    if not may_mention(strip_formatting(text), names):
        return False
    paragraphs = (block for block in parse(text, names) if isinstance(block, Paragraph))
    return any(span.style is Style.MENTION for block in paragraphs for span in block.spans)


def is_large_emoji(text: str) -> bool:
    """Whether `text` is one to three emoji and nothing else."""
    rest = "".join(text.split())
    found = _EMOJI.findall(rest) if 0 < len(rest) <= 64 else []
    return 0 < len(found) <= LARGE_EMOJI and not _EMOJI.sub("", rest)


def _add_paragraph(blocks: list[Block], text: str, names: tuple[str, ...]) -> None:
    stripped = text.strip("\n") if blocks or "\n" in text else text
    if stripped.strip() or not (blocks or not text):
        blocks.append(_paragraph(stripped, names))


def _paragraph(text: str, names: tuple[str, ...]) -> Paragraph:
    if _MAY_HOLD_MARKUP.search(text) is None:
        return Paragraph(text, tuple(_mentions(text, [], names)))
    atoms = _atoms(text)
    emphases = find_emphasis(text, _with_names(text, atoms, names))
    shown = _ShownText(text)
    for emphasis in sorted(emphases, key=lambda pair: pair.start):
        shown.take_marks(emphasis.start, emphasis.end, emphasis.size, _STYLES[emphasis.mark])
    closing = [emphasis.end for emphasis in emphases]
    for atom in atoms:
        if text[atom.start] == "`":
            shown.take_marks(atom.start, atom.end - 1, 1, Style.CODE)
        else:
            first = bisect_left(closing, atom.marks)
            is_closing = first < len(closing) and closing[first] < atom.end
            shown.put_link(shortened(text, atom, closing[first]) if is_closing else atom)
    shown_text, spans = shown.made()
    return Paragraph(shown_text, (*spans, *_mentions(shown_text, spans, names)))


def _atoms(text: str) -> list[Solid]:
    """Inline code and links, in order; what begins first has what both would have."""
    atoms: list[Solid] = []
    code, link = _code(text, 0), find_link(text, 0)
    while code is not None or link is not None:
        if link is None or (code is not None and code.start < link.start):
            assert code is not None, "one of the two is there"
            atoms.append(code)
        else:
            atoms.append(link)
        end = atoms[-1].end
        if code is not None and code.start < end:
            code = _code(text, end)
        if link is not None and link.start < end:
            link = find_link(text, end)
    return atoms


def _code(text: str, at: int) -> Solid | None:
    found = _CODE.search(text, at)
    return None if found is None else Solid(found.start(), found.end(), found.end())


def _with_names(text: str, atoms: list[Solid], names: tuple[str, ...]) -> list[Solid]:
    """`atoms`, and one's own names that begin or end with what would be a mark."""
    odd = [name for name in names if "_" in (name[:1], name[-1:])]
    free = [Solid(start, end, end) for start, end in _outside(mention_spans(text, odd), atoms)]
    return sorted([*atoms, *free], key=lambda solid: solid.start)


class _ShownText:
    """What becomes of a text whose marks are taken out and whose links may be spelled in another way."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._edits: list[tuple[int, int, str]] = []
        self._spans: list[Span] = []  # by places of the original

    def take_marks(self, start: int, end: int, size: int, style: Style) -> None:
        """Have a style between two marks of `size` characters instead of them."""
        self._edits += [(start, start + size, ""), (end, end + size, "")]
        self._spans.append(Span(start + size, end, style))

    def put_link(self, link: Solid) -> None:
        """Have a link."""
        shown, target = shown_and_target(self._text[link.start : link.end])
        self._edits.append((link.start, link.end, shown))
        self._spans.append(Span(link.start, link.end, Style.LINK, target))

    def made(self) -> tuple[str, list[Span]]:
        """The text as it is shown, and the spans of that, in order."""
        pieces, ends, moved = [], [0], [0]
        at = 0
        for start, end, new in sorted(self._edits):
            pieces += [self._text[at:start], new]
            at = end
            ends.append(end)
            moved.append(moved[-1] + len(new) - (end - start))
        pieces.append(self._text[at:])

        def place(old: int) -> int:
            return old + moved[bisect_right(ends, old) - 1]

        spans = [Span(place(one.start), place(one.end), one.style, one.target) for one in self._spans]
        return "".join(pieces), sorted(spans, key=lambda span: (span.start, -span.end))


def _mentions(text: str, spans: Iterable[Span], names: tuple[str, ...]) -> Iterator[Span]:
    taken = [span for span in spans if span.style in (Style.LINK, Style.CODE)]
    for start, end in _outside(mention_spans(text, names), taken):
        yield Span(start, end, Style.MENTION)


def _outside(places: Iterable[tuple[int, int]], taken: Sequence[Solid | Span]) -> Iterator[tuple[int, int]]:
    """Those of `places` that share nothing with what is taken; both are parted and in order."""
    at = 0
    for start, end in places:
        while at < len(taken) and taken[at].end <= start:
            at += 1
        if at == len(taken) or end <= taken[at].start:
            yield start, end
