"""How a sentence is written down, for `pyside6-lupdate` to find, and how it is said."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.values import frozen

# The third argument of `tr` for a sentence with "%n": lupdate takes whatever stands there for a number and
# asks the translator for the forms of singular and plural.
COUNTED = True
# lupdate finds no class around a `tr` at the top of a module, and files what it is given under no context.
_CONTEXT = ""
# What Qt takes as a number; servers tell larger ones, which nobody counts.
_MOST = 2**31 - 1


@frozen
class Sentence:
    """What is said in one place of the program. Calling it translates it.

    `source` is the English of it, by which it is found; `comment` tells the translator what is meant where
    the English may mean two things; `counted` is whether "%n" in it stands for a number.
    """

    source: str
    comment: str = ""
    counted: bool = False

    def __call__(self, count: int = -1, /, **values: object) -> str:
        """The sentence in the language of the program: `count` is "%n", `values` is what stands in braces."""
        number = min(count, _MOST) if self.counted else -1
        text = QCoreApplication.translate(_CONTEXT, self.source, self.comment or None, number)
        return text.format(**values) if values else text


def tr(source: str, comment: str = "", counted: bool = False) -> Sentence:
    """Write a sentence down. `source` and `comment` are literals, `counted` is COUNTED or nothing."""
    return Sentence(source, comment, counted)
