"""The masks of a channel's lists: whom a ban, an exception or an invitation is for.

Beside nick!user@host there are `~a:name` for an account, and `~m:` before either for what concerns only
speaking.
https://ircv3.net/specs/extensions/account-extban and https://modern.ircdocs.horse/#extban-parameter
"""

from __future__ import annotations

import re
from dataclasses import field

from app.irc.masks import OF_ACCOUNT, OF_SPEECH, Mask, compile_mask, complete_mask
from app.irc.names import fold_nick
from app.values import frozen

ACCOUNT = "a"
MUTE = "m"
EXTBAN = f"~,{ACCOUNT}{MUTE}"  # as 005 tells them
ACCOUNT_NAMES = {ACCOUNT: ACCOUNT, "account": ACCOUNT}
_KINDS = ACCOUNT_NAMES | {MUTE: MUTE, "mute": MUTE}
_EXTENDED = re.compile(r"~([A-Za-z]+):(.*)")


@frozen
class ListEntry:
    """A mask of a ban, exception or invite list, as `complete` makes it; `folded` is what it is known by."""

    mask: str
    folded: str
    by: str
    time: float
    until: float = 0.0  # when the hub takes it out, 0.0 for never
    is_mute: bool = field(init=False)
    is_account: bool = field(init=False)
    pattern: str = field(init=False)
    _compiled: Mask | None = field(init=False, default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        rest = self.folded.removeprefix(OF_SPEECH)
        object.__setattr__(self, "is_mute", rest != self.folded)
        object.__setattr__(self, "is_account", rest.startswith(OF_ACCOUNT))
        object.__setattr__(self, "pattern", rest.removeprefix(OF_ACCOUNT))

    def fits(self, account: str, source: str) -> bool:
        """Whether it is for somebody: by their account, "" for none, and nick!user@host."""
        text = account if self.is_account else source
        return bool(text) and self._mask().fits(fold_nick(text))

    def _mask(self) -> Mask:
        """Compiled when it is first asked for: a hub knows many channels in which nobody is."""
        if self._compiled is None:
            object.__setattr__(self, "_compiled", compile_mask(self.pattern))
        assert self._compiled is not None
        return self._compiled


def complete(word: str) -> str:
    """A mask with what it leaves out, extended ones by their short name; "" for what is none."""
    extended = _EXTENDED.fullmatch(word)
    if extended is None:
        return complete_mask(word) if word else ""
    kind, rest = _KINDS.get(extended[1]), extended[2]
    if kind == ACCOUNT:
        return f"{OF_ACCOUNT}{rest}" if rest else ""
    inner = complete(rest) if kind == MUTE else ""
    return f"{OF_SPEECH}{inner}" if inner and not inner.startswith(OF_SPEECH) else ""
