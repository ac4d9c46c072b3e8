"""What is wrong with an address as it was typed, or with a link that another program handed over."""

from __future__ import annotations

from app.client.address import AddressError, AddressProblem
from app.client.handed_links import LOWEST_PORT, LinkError, LinkProblem
from app.irc.ports import LARGEST_PORT
from app.words.sentence import tr

_ADDRESS = {
    AddressProblem.UNKNOWN_SCHEME: tr(
        "Addresses that begin with {text}:// cannot be joined. Type the host's address, such as "
        "192.168.1.42, or paste an invite link."
    ),
    AddressProblem.MISSING: tr("Type the host's address, or paste an invite link."),
    AddressProblem.SPACES: tr(
        "An address has no spaces in it. Type it like 192.168.1.42 or 192.168.1.42:6667."
    ),
    AddressProblem.SEVERAL: tr("This is more than one address: {text}. Leave the one that you want to join."),
    AddressProblem.BRACKETS: tr("{text} is not complete: an address in brackets looks like [fd00::1]:6667."),
    AddressProblem.PORT_NOT_A_NUMBER: tr("{text} is not a port. A port is a number from 1 to {largest}."),
    AddressProblem.PORT_OUT_OF_RANGE: tr("There is no port {text}. A port is a number from 1 to {largest}."),
    AddressProblem.HOST_MISSING: tr(
        "The address has no host. Type it like 192.168.1.42 or 192.168.1.42:6667."
    ),
    AddressProblem.NOT_IPV6: tr("{text} is no IPv6 address. Check it with the host, letter by letter."),
    AddressProblem.NO_ZONE: tr("{text} is no IPv6 address: behind the % the name of a network is missing."),
    AddressProblem.ZONE_MISSING: tr(
        "{text} is another computer on each network. Add the name of yours, like {text}%eth0, or ask the "
        "host for another address."
    ),
    AddressProblem.NOT_IPV4: tr(
        "{text} is no IP address. It has four numbers from 0 to 255, like 192.168.1.42."
    ),
    AddressProblem.NOT_A_NAME: tr(
        "{text} cannot be an address. Type it like 192.168.1.42 or the computer's name."
    ),
}


def address_words(error: AddressError) -> str:
    """Why what was typed is no address."""
    return _ADDRESS[error.problem](text=error.text, largest=LARGEST_PORT)


_LINK = {
    LinkProblem.NOT_A_LINK: tr(
        "This is no link that can be followed. One looks like hubbub://192.168.1.42:6667/room."
    ),
    LinkProblem.LOW_PORT: tr(
        "The link leads to port {port}, where no chat room is: links are followed to ports from {lowest} on. "
        "Ask who gave it to you."
    ),
}


def link_words(error: LinkError | AddressError) -> str:
    """Why a link that another program handed over is not followed."""
    if isinstance(error, AddressError):
        return address_words(error)
    return _LINK[error.problem](port=error.port, lowest=LOWEST_PORT)
