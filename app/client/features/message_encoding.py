"""Own messages as lines: how wide one may be, what tags go with it, one line or a batch of them.

https://modern.ircdocs.horse/#privmsg-message and https://ircv3.net/specs/extensions/multiline
"""

from __future__ import annotations

from app.client.events import TextKind
from app.client.state import multiline
from app.client.state.outbox import OwnMessage
from app.client.state.session_state import SessionState
from app.irc import capabilities as caps
from app.irc import client_tags
from app.irc.file_tag import encode_file
from app.irc.linebuffer import BODY_LIMIT
from app.irc.text import CTCP_DELIMITER, encode_ctcp, split_text

# What a server may put before a relayed line when it does not say (RFC 2812 section 1.2, RFC 1123). Counted
# in full even where our own are known: a host can change between the cut and the relay.
USER_BYTES = 11
HOST_BYTES = 63
# No server has longer ones; one that says so must not make a long message one of hundreds of lines.
LONGEST_USER, LONGEST_HOST, LONGEST_AROUND = 64, 256, BODY_LIMIT - 100
COMMANDS = {TextKind.MESSAGE: "PRIVMSG", TextKind.ACTION: "PRIVMSG", TextKind.NOTICE: "NOTICE"}


def split_message(state: SessionState, target: str, text: str, kind: TextKind) -> list[str]:
    """The messages that `text` is sent as: one where the server takes several lines and so much of them,
    else one for each line, and more where a line would not survive the relay whole.
    """
    clean = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").replace(CTCP_DELIMITER, "")
    limits = state.multiline_limits
    if limits is not None and kind is not TextKind.ACTION:
        return list(multiline.fill(clean, text_width(state, target, kind), limits))
    return _lines(state, target, clean, kind)


def _lines(state: SessionState, target: str, text: str, kind: TextKind) -> list[str]:
    limit = text_width(state, target, kind)
    return [piece for line in text.split("\n") if line.strip() for piece in split_text(line, limit)]


def text_width(state: SessionState, target: str, kind: TextKind) -> int:
    """Bytes of text (UTF-8) that one line to `target` holds, once the server has put our source before it.

    At least 100: what a server says of its own lengths is believed only as far as a server can have them.
    """
    nick = len((state.own_nick).encode())
    user = min(state.isupport.number("USERLEN", USER_BYTES - 1) + 1, LONGEST_USER)
    host = min(state.isupport.number("HOSTLEN", HOST_BYTES), LONGEST_HOST)
    around = len(f":!@ {COMMANDS[kind]} {target} :\r\n".encode()) + nick + user + host
    if kind is TextKind.ACTION:
        around += len(encode_ctcp("ACTION", "x")) - 1
    return state.longest_line - min(around, LONGEST_AROUND)


def send_message(state: SessionState, message: OwnMessage) -> int:
    """Put a message into the output; returns its bytes. Raises EncodeError, and nothing is written then."""
    before = len(state.output)
    try:
        return _write(state, message)
    except ValueError:
        del state.output[before:]
        raise


def _write(state: SessionState, message: OwnMessage) -> int:
    command, target, kind = COMMANDS[message.kind], message.target, message.kind
    tags = _tags(state, message)
    text = encode_ctcp("ACTION", message.text) if kind is TextKind.ACTION else message.text
    limit = text_width(state, target, TextKind.MESSAGE)
    if kind is TextKind.ACTION or ("\n" not in text and len(text.encode()) <= limit):
        return state.send(command, target, text, tags=tags)
    if state.multiline is None:
        # it was written for a server that took several lines, and this one does not
        *first, last = _lines(state, target, text, kind)
        return sum(state.send(command, target, line) for line in first) + state.send(
            command, target, last, tags=tags
        )
    message.is_batch = True
    ref = batch_ref(message)
    size = state.send("BATCH", f"+{ref}", caps.MULTILINE, target, tags=tags)
    for piece in multiline.pieces(text, limit):
        inner = {"batch": ref, client_tags.MULTILINE_CONCAT: ""} if piece.concat else {"batch": ref}
        size += state.send(command, target, piece.text, tags=inner)
    return size + state.send("BATCH", f"-{ref}")


def batch_ref(message: OwnMessage) -> str:
    """The reference tag of the batch that a message is sent as."""
    return f"m{message.id}"


def _tags(state: SessionState, message: OwnMessage) -> dict[str, str]:
    if caps.MESSAGE_TAGS not in state.caps:
        return {}
    tags = {"label": str(message.id)} if caps.LABELED_RESPONSE in state.caps else {}
    if message.reply_to:
        tags |= {client_tags.REPLY: message.reply_to, client_tags.DRAFT_REPLY: message.reply_to}
    if state.is_hub:
        tags[client_tags.OWN_ID] = message.own_id
        if message.edit_of:
            tags[client_tags.EDIT] = message.edit_of
        if message.file is not None:
            tags[client_tags.FILE] = encode_file(message.file)
    return tags
