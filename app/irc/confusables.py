"""Which names look alike: one key for all spellings that people cannot tell apart (UTS #39).

https://www.unicode.org/reports/tr39/#Confusable_Detection
"""

from __future__ import annotations


def nick_key(name: str) -> str:
    """The key of everything that looks like `name`: case, width, accents, script and lookalikes folded.

    Takes nicknames and names with spaces (a space equals `_`). Two names are confusable when their keys are equal.
    """
    raise NotImplementedError
