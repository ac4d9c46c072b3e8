"""Sharing files over a hub of ours: whether it takes them, and the tokens that prove us to its uploads.

Uploads go over connections of their own (`net.file_transfer`); here is what is asked on this one.
https://soju.im/filehost and https://github.com/ircv3/ircv3-specifications/pull/602 (draft/authtoken)
"""

from __future__ import annotations

from app.client.events import FileTokenRefused, FileTokenTold, Refusal
from app.client.state.session_state import SessionState
from app.irc import capabilities as caps
from app.irc.isupport import FILEHOST_TOKEN

COMMAND = "TOKEN"
_GENERATE, _SERVICE = "GENERATE", "FILEHOST"


def is_offered(state: SessionState) -> bool:
    """Whether the server is one of ours, takes files and lets us ask for a token."""
    needed = {caps.MESSAGE_TAGS, caps.BATCH, caps.AUTHTOKEN}
    return state.is_hub and FILEHOST_TOKEN in state.isupport and needed <= state.caps


def ask_for_token(state: SessionState, _wish: object) -> None:
    """Ask for one; `on_token` or `on_refusal` follows."""
    if not state.is_registered:
        state.emit(FileTokenRefused(Refusal.NOT_CONNECTED))
    elif state.request_automatically(COMMAND, _GENERATE, _SERVICE) is None:
        state.emit(FileTokenRefused(Refusal.UNWRITABLE))


def on_token(state: SessionState, params: tuple[str, ...]) -> None:
    """TOKEN GENERATE * <token>, within a batch that tells the service."""
    if params[0].upper() == _GENERATE and params[-1]:
        state.emit(FileTokenTold(params[-1]))


def on_refusal(state: SessionState, detail: str) -> None:
    """FAIL TOKEN, in the server's words."""
    state.emit(FileTokenRefused(detail))
