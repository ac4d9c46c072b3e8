"""Client-only tags: what clients tell each other beside the text. Servers pass them on.

https://ircv3.net/specs/extensions/message-tags and https://ircv3.net/specs/client-tags/reply
"""

from __future__ import annotations

import re
from collections.abc import Mapping

MARK = "+"  # what such a tag begins with
REPLY = "+reply"
DRAFT_REPLY = "+draft/reply"  # its older name, which many clients still use
REACT = "+draft/react"
UNREACT = "+draft/unreact"
TYPING = "+typing"
# Vendored. The text of such a message puts the earlier message right whose msgid is the value.
EDIT = "+hubbub.chat/edit"
# Vendored. A message's own id, made by its client and kept over resends: a hub takes each only once.
OWN_ID = "+hubbub.chat/id"
# Vendored. The file that a message is about (`irc.file_tag`).
FILE = "+hubbub.chat/file"

MULTILINE_CONCAT = "draft/multiline-concat"  # not client-only: it is part of a multiline batch

_OWN_ID = re.compile(r"[A-Za-z0-9-]{1,64}")


def reply_of(tags: Mapping[str, str]) -> str:
    """The msgid of what a message answers, "" for none."""
    return tags.get(REPLY) or tags.get(DRAFT_REPLY, "")


def own_id_of(tags: Mapping[str, str]) -> str:
    """The id that its client gave a message, "" for none or for what cannot be one."""
    value = tags.get(OWN_ID, "")
    return value if _OWN_ID.fullmatch(value) else ""


def is_denied(tag: str, denied: str) -> bool:
    """Whether a server's CLIENTTAGDENY forbids `tag`: names without the mark, `*` for all, `-` excepts."""
    name = tag.removeprefix(MARK)
    words = denied.split(",")
    return name in words or ("*" in words and f"-{name}" not in words)
