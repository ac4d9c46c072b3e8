"""What a window is told about the room that it hosts: HostingInfo, of what was found out about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.client.address import (
    MOST_WAYS,
    Address,
    AddressError,
    HostPort,
    invite_link,
    page_link,
    parse_address,
)
from app.files.file_limits import size_text
from app.hub.data.config import HubConfig, WebContent
from app.net.endpoint import is_loopback
from app.net.interfaces import NetworkReach, invited_by, reachable, this_computer
from app.ui.hosting.hosting_info import HostAddress, HostingInfo, Reachability
from app.words import system_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.application.hosting_parts import HostingParts
    from app.net.listeners import Listening

# as a window is told it
REACH = {
    NetworkReach.NETWORK: Reachability.NETWORK,
    NetworkReach.VPN: Reachability.VPN,
    NetworkReach.COMPUTER: Reachability.COMPUTER,
}


def hosting_info(
    parts: HostingParts,
    config: HubConfig,
    listening: Sequence[Listening],
    *,
    fingerprint: str,
    password: str,
    words: tuple[str, ...],
    public: str,
    keep_awake: bool | None,
) -> HostingInfo | None:
    """All that is told of a room that is open; None as long as nothing is known of its addresses.

    `password` as it was typed, "" where only its verifier is known. `public`: by what people elsewhere reach
    this computer, as `typed_place` gives it, "" for nothing. `keep_awake` as in HostingInfo.
    """
    if (findings := parts.checker.findings) is None:
        return None
    first, found = listening[0], findings.addresses
    port, web_port, problem = first.port, first.web_port, first.web_problem
    has_page = found and web_port is not None and config.web is not WebContent.NONE
    page = f"http://{found[0].with_port(web_port)}/" if has_page and web_port is not None else ""
    ways = [one.with_port(port) for one in invited_by(found)]
    if public := public_way(public, port):  # behind those that are near, and among those that a link names
        ways = [*ways[: MOST_WAYS - 1], public]
    info = HostingInfo(
        port=port,
        addresses=tuple(
            HostAddress(one.with_port(port), REACH[one.reach], parts.seen(one.address)) for one in found
        ),
        password=password,
        verifier_only=config.verifier is not None and not password,
        loopback_only=all(is_loopback(one.host) for one in listening),
        invite_link=invite_link(ways, config.room, fingerprint) if ways else "",
        public=public,
        web_port=web_port,
        web_problem="" if problem is None else system_words.web_port_words(problem, port),
        page=page,
        page_link=page_link(page, fingerprint) if page else "",
        words=words,
        newcomers=config.newcomers.value,
        nearby=config.shown_nearby,
        files=size_text(config.files),
        browsers=config.web.value,
        plain_password=config.web_plain_password,
        keep_awake=keep_awake,
    )
    return replace(info, standing=parts.standing(port=port, ports=info.ports))


def with_room(config: HubConfig, room_name: str) -> HubConfig:
    """A hub's settings for another room; its channel is made from the name."""
    return replace(config, room_name=room_name, room="")


def public_of(listening: Sequence[Listening]) -> tuple[Listening, ...]:
    """Those by which others come in, without our own window's."""
    return tuple(one for one in listening if not one.private)


def is_this_computer(host: str) -> bool:
    """Whether a host's name or address, in lower case, is one of this computer's."""
    here = {found.address for found in reachable(this_computer())}
    return host in here | {"localhost", "127.0.0.1", "::1"}


def typed_place(address: Address) -> str:
    """Where an address leads, with a port only where one was written."""
    if address.explicit_port is not None:
        return str(address.ways[0])
    return f"[{address.host}]" if ":" in address.host else address.host


def public_way(public: str, port: int) -> str:
    """HOST:PORT for people elsewhere, "" for none; where no port was written it is the room's own."""
    try:
        address = parse_address(public)
    except AddressError:
        return ""
    return str(HostPort(address.host, address.explicit_port or port))
