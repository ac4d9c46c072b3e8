"""Why a connection does not come about, what helps, and who can get into a room that is hosted here."""

from __future__ import annotations

from app.diagnosis.help_call import Rumour, Seen
from app.diagnosis.room_check import RoomDiagnosis, RoomVerdict
from app.diagnosis.search_check import SearchDiagnosis, SearchVerdict
from app.diagnosis.verdicts import Certainty, Cure, Diagnosis, Verdict
from app.discovery.sightings import Place
from app.words.common_words import TRY_AGAIN
from app.words.hosting_words import NO_NETWORK, ONLY_THIS_COMPUTER_CHOSEN
from app.words.sentence import Sentence, tr

# -- why a connection does not come about; what is only likely says so
_VERDICTS: dict[tuple[Verdict, Certainty], Sentence] = {
    (Verdict.UNKNOWN_YET, Certainty.NONE): tr("Looking for what is in the way…"),
    (Verdict.ANSWERS, Certainty.CERTAIN): tr("{host} answers at port {port}."),
    (Verdict.NO_NETWORK, Certainty.CERTAIN): tr("This computer is not connected to any network."),
    (Verdict.NO_ADDRESS, Certainty.CERTAIN): tr(
        "This computer is connected to a network, but was given no address there."
    ),
    (Verdict.NO_WAY, Certainty.CERTAIN): tr("There is no way from this computer’s network to {host}."),
    (Verdict.OWN_COMPUTER, Certainty.CERTAIN): tr(
        "{host} is this computer itself, and no room is open on it at port {port}."
    ),
    (Verdict.OWN_COMPUTER, Certainty.LIKELY): tr(
        "{host} is this computer itself, where no room seems to be open at port {port}."
    ),
    (Verdict.OTHER_PORT, Certainty.CERTAIN): tr(
        "No room is at port {port}, but there is one at {elsewhere}."
    ),
    (Verdict.OTHER_PORT, Certainty.LIKELY): tr(
        "No room is at port {port}, but one seems to be at {elsewhere}."
    ),
    (Verdict.MOVED, Certainty.CERTAIN): tr("The room is at another address: {elsewhere}."),
    (Verdict.MOVED, Certainty.LIKELY): tr("The room seems to be at another address: {elsewhere}."),
    (Verdict.VPN, Certainty.CERTAIN): tr(
        "The VPN of this computer takes what is sent to {host}, so it never comes to your network."
    ),
    (Verdict.VPN, Certainty.LIKELY): tr(
        "Probably the VPN of this computer takes what is sent to {host}, so it does not arrive."
    ),
    (Verdict.OWN_FIREWALL, Certainty.CERTAIN): tr(
        "A firewall or another program on this computer does not let Hubbub connect to {host}."
    ),
    (Verdict.LOCAL_NETWORK_DENIED, Certainty.LIKELY): tr(
        "Probably this computer does not allow Hubbub to use the local network."
    ),
    (Verdict.SIGN_IN, Certainty.LIKELY): tr(
        "This network probably wants you to sign in on a web page before it lets anything through."
    ),
    (Verdict.NOTHING_LISTENS, Certainty.CERTAIN): tr(
        "The computer {host} is there, but no room is open on it at port {port}."
    ),
    (Verdict.HOST_FIREWALL, Certainty.CERTAIN): tr(
        "The computer {host} is there, but its firewall blocks port {port}."
    ),
    (Verdict.HOST_FIREWALL, Certainty.LIKELY): tr(
        "The computer {host} is there, but probably its firewall blocks port {port}."
    ),
    (Verdict.HOST_GONE, Certainty.CERTAIN): tr(
        "No computer on this network has the address {host}: the host’s is off, asleep or has another one."
    ),
    (Verdict.HOST_GONE, Certainty.LIKELY): tr(
        "Probably no computer has the address {host} now: the host’s is off, asleep or has another one."
    ),
    (Verdict.ISOLATION, Certainty.LIKELY): tr(
        "This network probably keeps its devices apart, as guest networks do."
    ),
    (Verdict.LINK_DEAD, Certainty.LIKELY): tr(
        "Nobody on this network answers, not even its router. Probably this computer’s connection to it is "
        "broken."
    ),
    (Verdict.GONE_OR_BLOCKED, Certainty.LIKELY): tr(
        "{host} does not answer. Either that computer is off or has another address, or its firewall blocks "
        "everything."
    ),
    (Verdict.OTHER_NETWORK, Certainty.LIKELY): tr(
        "{host} is on another network. Either that computer is off, or a router on the way does not let you "
        "through."
    ),
    (Verdict.BLOCKED_ON_THE_WAY, Certainty.LIKELY): tr(
        "The computer {host} is there, but something blocks port {port}: its firewall, or a router between."
    ),
    (Verdict.NOT_FORWARDED, Certainty.LIKELY): tr(
        "{host} is on the internet and does not answer at port {port}. Probably the host’s router does not "
        "forward it."
    ),
    (Verdict.NAME_NOT_FOUND, Certainty.CERTAIN): tr("Nobody knows a computer called {host}."),
}


def verdict_words(diagnosis: Diagnosis, *, host: str) -> str:
    """Why a connection does not come about. `host`: the address or name as it was typed."""
    sentence = _VERDICTS[diagnosis.verdict, diagnosis.certainty]
    return sentence(host=host, port=diagnosis.place.port, elsewhere=_place_words(diagnosis.elsewhere))


def _place_words(place: Place | None) -> str:
    return "" if place is None else place.text


# -- what helps: on a button where it is one click, else a sentence
_CURES = {
    Cure.JOIN_THERE: tr("Join at {elsewhere}"),
    Cure.TRY_AGAIN: TRY_AGAIN,
    Cure.COPY_FOR_HOST: tr("Copy for the host"),
    Cure.SIGN_IN: tr("Open any web page in the browser, and sign in there."),
    Cure.OPEN_PRIVACY_SETTINGS: tr("Open the settings"),
    Cure.HOST_OPENS_PORT: tr("Ask the host to open TCP port {port} in the firewall of that computer."),
    Cure.HOST_FORWARDS_PORT: tr("Ask the host to forward TCP port {port} of the router to that computer."),
    Cure.ASK_WHETHER_OPEN: tr("Ask the host whether the room is open."),
    Cure.CHECK_ADDRESS: tr("Check the address with the host."),
    Cure.TYPE_ADDRESS: tr("Check the spelling, or type the host’s address in numbers."),
    Cure.ASK_FOR_ADDRESS: tr("Ask the host for the address, and join by it."),
    Cure.ASK_FOR_OTHER_ADDRESS: tr("Ask the host for another address of that computer."),
    Cure.CONNECT_TO_NETWORK: tr("Connect this computer to the host’s network, by Wi-Fi or cable."),
    Cure.RECONNECT: tr("Switch Wi-Fi off and on again, or pull the cable and plug it in."),
    Cure.JOIN_SAME_NETWORK: tr("Use the same network as the host."),
    Cure.USE_OTHER_NETWORK: tr("Use another network, a cable, or a phone’s hotspot."),
    Cure.ALLOW_LOCAL_IN_VPN: tr("Allow local networks in the VPN, or switch it off."),
    Cure.ALLOW_PROGRAM: tr("Allow Hubbub to connect in the settings of that program."),
}


def cure_words(cure: Cure, diagnosis: Diagnosis | None = None) -> str:
    """What helps, as a button or a sentence says it. `diagnosis`: None of a search, which is of no place."""
    place, elsewhere = (None, None) if diagnosis is None else (diagnosis.place, diagnosis.elsewhere)
    return _CURES[cure](port="" if place is None else place.port, elsewhere=_place_words(elsewhere))


# -- what a guest sends to the host, two sentences in the guest's words
_FOR_HOST: dict[tuple[Verdict, Certainty], Sentence] = {
    (Verdict.HOST_FIREWALL, Certainty.CERTAIN): tr(
        "I cannot get into your room: the firewall of your computer blocks port {port}. Please open TCP port "
        "{port} there for local networks."
    ),
    (Verdict.HOST_FIREWALL, Certainty.LIKELY): tr(
        "I cannot get into your room: the firewall of your computer seems to block port {port}. Please open "
        "TCP port {port} there for local networks."
    ),
    (Verdict.GONE_OR_BLOCKED, Certainty.LIKELY): tr(
        "Your computer does not answer me at {host}. Please check that this is its address and that its "
        "firewall lets TCP port {port} in."
    ),
    (Verdict.BLOCKED_ON_THE_WAY, Certainty.LIKELY): tr(
        "I cannot get into your room: something between us blocks port {port} of {host}. Please open TCP "
        "port {port} in your computer’s firewall, and in the router between our networks."
    ),
    (Verdict.OTHER_NETWORK, Certainty.LIKELY): tr(
        "I cannot reach {host} from my network. Please tell me which network you are on, or let TCP port "
        "{port} through the router between us."
    ),
    (Verdict.NOT_FORWARDED, Certainty.LIKELY): tr(
        "I cannot get into your room at {host} from outside. Please forward TCP port {port} of your router "
        "to your computer."
    ),
}


def words_for_host(diagnosis: Diagnosis, *, host: str) -> str:
    """What a guest may send to the host; "" where the host can do nothing about it."""
    if Cure.COPY_FOR_HOST not in diagnosis.cures:
        return ""
    return _FOR_HOST[diagnosis.verdict, diagnosis.certainty](host=host, port=diagnosis.place.port)


# -- why no rooms are found nearby
_SEARCH: dict[SearchVerdict, Sentence] = {
    SearchVerdict.UNKNOWN_YET: tr("Looking at this network…"),
    SearchVerdict.NO_NETWORK: _VERDICTS[Verdict.NO_NETWORK, Certainty.CERTAIN],
    SearchVerdict.NO_ADDRESS: _VERDICTS[Verdict.NO_ADDRESS, Certainty.CERTAIN],
    SearchVerdict.ONLY_VPN: tr(
        "This computer is connected to a VPN alone, and rooms are not announced over one."
    ),
    SearchVerdict.SIGN_IN: _VERDICTS[Verdict.SIGN_IN, Certainty.LIKELY],
    SearchVerdict.LINK_DEAD: _VERDICTS[Verdict.LINK_DEAD, Certainty.LIKELY],
    SearchVerdict.ISOLATION: _VERDICTS[Verdict.ISOLATION, Certainty.LIKELY],
    SearchVerdict.NONE_TOLD_OF: tr(
        "Nobody on this network tells of a room. Probably none is open here, or its host does not show it."
    ),
}


def search_words(diagnosis: SearchDiagnosis) -> str:
    """Why no rooms are found nearby."""
    return _SEARCH[diagnosis.verdict]()


# -- who can get into a room that is hosted here
_ROOM: dict[tuple[RoomVerdict, Certainty], Sentence] = {
    (RoomVerdict.THIS_COMPUTER_ONLY, Certainty.CERTAIN): ONLY_THIS_COMPUTER_CHOSEN,
    (RoomVerdict.NO_NETWORK, Certainty.CERTAIN): NO_NETWORK,
    (RoomVerdict.REACHED, Certainty.CERTAIN): tr("People on your network can get in, as was seen."),
    (RoomVerdict.BLOCKED, Certainty.CERTAIN): tr(
        "This computer’s firewall blocks port {port}, so nobody else can get in."
    ),
    (RoomVerdict.BLOCKED, Certainty.LIKELY): tr(
        "Probably nobody else can get in: this computer’s firewall seems to block port {port}."
    ),
    (RoomVerdict.MAY_BE_BLOCKED, Certainty.LIKELY): tr(
        "Nobody has come in from another computer yet. This computer’s firewall is on and may block port "
        "{port}."
    ),
    (RoomVerdict.BLOCKED_FOR_SOME, Certainty.LIKELY): tr(
        "People on your network came in, but somebody says that they cannot."
    ),
    (RoomVerdict.SHOULD_BE_OPEN, Certainty.LIKELY): tr(
        "This computer’s firewall lets people on your network in. Nobody has come yet."
    ),
    (RoomVerdict.NOT_KNOWN, Certainty.NONE): tr(
        "Nobody has come in from another computer yet, so it is not known whether they can."
    ),
}


def room_words(diagnosis: RoomDiagnosis, *, port: int) -> str:
    """Who can get into the room that is hosted here, as far as it was seen."""
    return _ROOM[diagnosis.verdict, diagnosis.certainty](port=port)


_SOMEBODY = tr("Somebody nearby", "as in: Somebody nearby says that …")
_SOMEBODY_AT = tr("Somebody nearby, at {address},", "as in: Somebody nearby, at 10.0.0.9, says that …")
_RUMOURS = {
    Seen.SILENCE: tr("{who} says that this room does not answer at port {port}."),
    Seen.REFUSAL: tr("{who} says that no room is open at port {port} of this computer."),
    Seen.ISOLATION: tr("{who} says that your network keeps their computer apart from yours."),
}


def rumour_words(rumour: Rumour) -> str:
    """What somebody who cannot get in says, which may not be true."""
    who = _SOMEBODY_AT(address=rumour.address) if rumour.address else _SOMEBODY()
    return _RUMOURS[rumour.seen](who=who, port=rumour.port)
