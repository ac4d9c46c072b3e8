"""What the text of a message holds: paragraphs and code blocks, links, code, bold, italic, own names.

Pure: text in, spans out. Control codes go here, so nothing raw is ever shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from app.irc.text import strip_formatting
from app.models.timeline_mentions import may_mention, mention_spans

LARGE_EMOJI = 3  # up to so many alone are drawn larger


class Style(Enum):
    """What a span of text is."""

    BOLD = "bold"
    ITALIC = "italic"
    CODE = "code"
    LINK = "link"
    MENTION = "mention"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of a paragraph; `target` is a link's address."""

    start: int
    end: int
    style: Style
    target: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a newline in it is a line break."""

    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines of code, to be shown as they are."""

    text: str


Block = Paragraph | CodeBlock

_FENCE = re.compile(r"```(?:[\w+-]*\n)?(.*?)```", re.DOTALL)
# Lengths are bounded so that no text, however odd, makes the search slow. Links of any program are links, a
# person is asked before one is opened; a file of this computer is never one, it may be a program itself.
_INLINE = re.compile(
    r"`(?P<code>[^`\n]{1,400})`"
    r"|(?P<link>\b(?!file:|data:|vbscript:)(?:[a-z][a-z0-9+.-]{1,20}://|mailto:)[^\s<>\"\u2066-\u2069]{1,2000})"
    r"|(?<![\w*])\*\*(?=[^\s*])(?P<bold>[^*\n]{1,400})(?<=\S)\*\*(?![\w*])"
    r"|(?<![\w*])\*(?=[^\s*])(?P<strong>[^*\n]{1,400})(?<=\S)\*(?![\w*])"
    r"|(?<![\w_])_(?=[^\s_])(?P<italic>[^_\n]{1,400})(?<=\S)_(?![\w_])",
    re.IGNORECASE,
)
_STYLES = {"code": Style.CODE, "bold": Style.BOLD, "strong": Style.BOLD, "italic": Style.ITALIC}
_CLOSERS = {")": "(", "]": "[", "}": "{"}

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
    out: list[str] = []
    spans: list[Span] = []
    length = at = 0
    while match := _INLINE.search(text, at):
        before = text[at : match.start()]
        length += len(before)
        kind = match.lastgroup or ""
        shown = match.group(kind)
        end = match.end()
        if kind == "link":
            shown = _trim_link(shown)
            end = match.start() + len(shown)
            spans.append(Span(length, length + len(shown), Style.LINK, shown))
        else:
            spans.append(Span(length, length + len(shown), _STYLES[kind]))
        out += (before, shown)
        length += len(shown)
        at = end
    shown_text = "".join([*out, text[at:]])
    return Paragraph(shown_text, (*spans, *_mentions(shown_text, spans, names)))


def _mentions(text: str, spans: list[Span], names: tuple[str, ...]) -> list[Span]:
    taken = [span for span in spans if span.style in (Style.LINK, Style.CODE)]
    return [
        Span(start, end, Style.MENTION)
        for start, end in mention_spans(text, names)
        if all(end <= span.start or start >= span.end for span in taken)
    ]


def _trim_link(link: str) -> str:
    """An address without the punctuation of the sentence around it."""
    while link:
        last = link[-1]
        if last in ".,;:!?'*_~" or (last in _CLOSERS and link.count(last) > link.count(_CLOSERS[last])):
            link = link[:-1]
        else:
            break
    return link
