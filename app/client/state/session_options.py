"""What a session needs to know before it speaks to a server."""

from __future__ import annotations

from dataclasses import field, replace

from app.client.address import Address
from app.values import frozen


@frozen(kw_only=True)
class SessionOptions:
    """Who we are and where to; `channels` are (name, key) to join besides the hub's room."""

    nick: str
    realname: str = ""  # "": the nickname
    colour: str = ""  # "#rrggbb" that the person chose, "" for none
    username: str = "hubbub"
    password: str | None = field(default=None, repr=False)
    channels: tuple[tuple[str, str], ...] = ()
    join_room: bool = True  # join the room that one of our hubs names in its 005
    # The channel that this room was when it was joined before, or that an invite link names. Where another is
    # open there now, nothing is joined: OtherRoomOpen follows. "": whichever it is.
    room: str = ""
    owner_secret: str | None = field(default=None, repr=False)
    # Of the server's certificate as this side sees it, "" on a link without TLS. The password's proof
    # holds for it and no other.
    fingerprint: str = ""
    # The certificate is known to be this hub's (by an invite link, or verified before): what the hub says
    # it lacks, it lacks. False: a hub that does not ask for the password that was given is not believed.
    hub_verified: bool = False
    # The person has said that this server is no Hubbub and may see the password, or that of an account.
    plain_password_ok: bool = False
    away: str | None = None  # a reconnect of somebody who was away: they stay so
    certificate_login: bool = True  # SASL EXTERNAL, wherever it is offered
    # To be logged in to by its password, or not to come in at all; "": by certificate.
    account: str = ""
    account_password: str = field(default="", repr=False)
    # What the TLS connection has and no other (RFC 9266), b"" where it has nothing of the kind.
    channel_binding: bytes = field(default=b"", repr=False)
    # A reconnect: this nickname was ours a moment ago and a ghost may still hold it, so it is tried
    # again for a while before another is taken.
    own_nick_retry: bool = False


def with_address(options: SessionOptions, address: Address) -> SessionOptions:
    """`options` with what the address itself asks for: a channel and the owner's secret."""
    named = {name for name, _key in options.channels}
    wanted = ((address.room, ""),) if address.room and address.room not in named else ()
    return replace(
        options,
        channels=(*options.channels, *wanted),
        owner_secret=options.owner_secret or address.owner_secret,
    )
