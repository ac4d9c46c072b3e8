"""The file of own messages that no server has confirmed: a form for each, written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.client.events import TextKind
from app.client.state.outbox import Delivery, OwnMessage
from app.irc.file_tag import decode_file, encode_file
from app.irc.servertime import read_moment
from app.irc.text import replace_lone_surrogates
from app.security import private_files
from app.security.security_errors import SecurityError
from app.words import history_words
from app.words.system_words import security_words

# More is no file of ours: an outbox of the longest messages that a person could want to send.
FILE_LIMIT = 16 * 1024 * 1024
_WAITING, _UNSURE, _FAILED = "waiting", "unsure", "failed"

Messages = Mapping[str, Iterable[OwnMessage]]  # by network


def encode(messages: Messages) -> bytes:
    """The content of the file, b"" where nothing waits."""
    networks = {network: [_form_of(own) for own in waiting] for network, waiting in messages.items()}
    networks = {network: forms for network, forms in networks.items() if forms}
    return json.dumps({"networks": networks}, ensure_ascii=True, indent=1).encode() if networks else b""


def decode(data: bytes) -> dict[str, list[OwnMessage]]:
    """What a file holds; forms that cannot be understood are left out. Raises ValueError for another file."""
    if len(data) > FILE_LIMIT:
        raise ValueError("too large")
    try:
        raw = json.loads(data)
    except RecursionError:
        raise ValueError("too deep") from None
    networks = raw.get("networks") if isinstance(raw, dict) else None
    if not isinstance(networks, dict):
        raise ValueError("no networks")
    found: dict[str, list[OwnMessage]] = {}
    for network, forms in networks.items():
        if isinstance(forms, list):
            made = (_made_of(form) for form in forms if isinstance(form, dict))
            found[network] = [message for message in made if message is not None]
    return found


def load(path: Path) -> tuple[dict[str, list[OwnMessage]], str]:
    """What waits, and a sentence for the person where the file cannot be used."""
    try:
        data = private_files.read(path)
        if data is None:
            return {}, ""
        try:
            return decode(data), ""
        except ValueError:
            aside = private_files.set_aside(path, data)
            return {}, history_words.UNSENT_DAMAGED(path=aside)
    except SecurityError as error:
        return {}, security_words(error)


def save(path: Path, data: bytes) -> str:
    """Write the file, or remove it where nothing waits; a sentence for the person if that fails, else ""."""
    try:
        private_files.keep(path, data)
    except SecurityError as error:
        return history_words.UNSENT_NOT_KEPT(why=security_words(error))
    return ""


def _form_of(message: OwnMessage) -> dict[str, Any]:
    states = {Delivery.WAITING: _WAITING, Delivery.FAILED: _FAILED}
    form: dict[str, Any] = {
        "to": message.conversation,
        "target": message.target,
        "text": message.text,
        "kind": message.kind.value,
        "id": message.own_id,
        "time": message.time,
        "state": states.get(message.delivery, _UNSURE),
    }
    more = {
        "reply_to": message.reply_to,
        "edit_of": message.edit_of,
        "file": encode_file(message.file) if message.file is not None else "",
        "reason": message.reason,
        "in_doubt": message.in_doubt,
        "doubt_since": message.doubt_since,
    }
    return form | {name: value for name, value in more.items() if value}


def _made_of(form: dict[str, Any]) -> OwnMessage | None:
    states = {_WAITING: Delivery.WAITING, _UNSURE: Delivery.UNSURE, _FAILED: Delivery.FAILED}
    names = ("to", "target", "text", "id", "reply_to", "edit_of", "file", "reason")
    texts = {name: form.get(name, "") for name in names}
    if not all(isinstance(text, str) for text in texts.values()) or not texts["text"] or not texts["id"]:
        return None
    texts = {name: replace_lone_surrogates(text) for name, text in texts.items()}
    with suppress(ValueError, KeyError, TypeError):
        return OwnMessage(
            0,
            texts["to"],
            texts["target"],
            texts["text"],
            TextKind(form["kind"]),
            texts["id"],
            reply_to=texts["reply_to"],
            edit_of=texts["edit_of"],
            file=decode_file(texts["file"]),
            reason=texts["reason"],
            time=read_moment(form.get("time")),
            in_doubt=form.get("in_doubt") is True,
            doubt_since=read_moment(form.get("doubt_since")),
            delivery=states[form["state"]],
        )
    return None
