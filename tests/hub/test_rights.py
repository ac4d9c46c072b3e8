"""Who may do what on a hub: a table of every action by everybody from the banned to the host.

Each row is one action in the room and who may do it, least to most: whoever is named first, and all above.
"""

from __future__ import annotations

from enum import IntEnum

import pytest

from tests.hub.party import Friend, Party, command_of

ROOM = "#hubbub"
CAPS = (
    "message-tags echo-message draft/message-redaction draft/multiline batch draft/channel-rename "
    "draft/chathistory draft/metadata-2 hubbub.chat/room hubbub.chat/rooms"
)


class Role(IntEnum):
    """From who may least."""

    BANNED = 0  # at the door: not let in
    STRANGER = 1  # has not come in yet
    OUTSIDE = 2  # on the hub, not in the room
    MUTED = 3
    GUEST = 4  # in the room, without an account
    MEMBER = 5  # with an account
    VOICE = 6
    MODERATOR = 7
    OPERATOR = 8  # of the hub, in the room
    HOST = 9


# Answers that say no. 401 and 403 are of who is not told that there is such a person or room.
_NO = {"403", "404", "441", "442", "451", "461", "465", "473", "481", "482", "FAIL", "ERROR"}

# (what it is, its line, who may first). Bob is a member with an account, {said} a message of his.
ACTIONS: list[tuple[str, str, Role]] = [
    ("come in", "PING x", Role.STRANGER),
    ("list rooms", "LIST", Role.OUTSIDE),
    ("ask who is there", f"WHO {ROOM}", Role.OUTSIDE),
    ("ask who somebody is", "WHOIS bob", Role.OUTSIDE),
    ("change one's name", "NICK another", Role.STRANGER),
    ("be away", "AWAY :lunch", Role.OUTSIDE),
    ("join a room", f"JOIN {ROOM}", Role.OUTSIDE),
    ("make a room by its name", "JOIN #mine", Role.OUTSIDE),
    ("make a room by a title", "HUBBUB CREATE all OPEN :My place", Role.OUTSIDE),
    ("write to somebody in private", "PRIVMSG bob :hello", Role.OUTSIDE),
    ("tell of oneself", "METADATA * SET color :#ff0000", Role.OUTSIDE),
    ("see the topic", f"TOPIC {ROOM}", Role.OUTSIDE),
    ("see the bans of the room", f"MODE {ROOM} b", Role.OUTSIDE),
    ("leave the room", f"PART {ROOM}", Role.MUTED),
    ("read what was said", f"CHATHISTORY LATEST {ROOM} * 10", Role.MUTED),
    ("mark as read", f"MARKREAD {ROOM} timestamp=2023-01-01T00:00:00.000Z", Role.OUTSIDE),
    ("invite into a room that is open", f"INVITE zoe {ROOM}", Role.MUTED),
    ("say something", f"PRIVMSG {ROOM} :hello", Role.GUEST),
    ("say a notice", f"NOTICE {ROOM} :hello", Role.GUEST),
    ("react to a message", f"@+draft/react=x;+draft/reply={{said}} TAGMSG {ROOM}", Role.GUEST),
    ("speak where only voices may", f"MODERATED PRIVMSG {ROOM} :hello", Role.VOICE),
    ("speak where only accounts may", f"ACCOUNTS PRIVMSG {ROOM} :hello", Role.MEMBER),
    ("invite into a locked room", f"LOCKED INVITE zoe {ROOM}", Role.MODERATOR),
    ("change the topic", f"TOPIC {ROOM} :new", Role.MODERATOR),
    ("change the topic of all", f"UNLOCKED TOPIC {ROOM} :new", Role.GUEST),
    ("lock the room", f"MODE {ROOM} +i", Role.MODERATOR),
    ("set a key", f"MODE {ROOM} +k sesame", Role.MODERATOR),
    ("make a moderator", f"MODE {ROOM} +o bob", Role.MODERATOR),
    ("take a moderator's rank", f"MODE {ROOM} -o mod2", Role.MODERATOR),
    ("give a voice", f"MODE {ROOM} +v bob", Role.MODERATOR),
    ("remove somebody", f"KICK {ROOM} bob :out", Role.MODERATOR),
    ("mute for a time", f"HUBBUB MUTE {ROOM} bob bob * 600", Role.MODERATOR),
    ("mute by a mask", f"MODE {ROOM} +b ~m:~a:bob", Role.MODERATOR),
    ("ban from the room", f"MODE {ROOM} +b ~a:bob", Role.MODERATOR),
    ("delete what somebody said", f"REDACT {ROOM} {{said}}", Role.MODERATOR),
    ("name the room's title", f"METADATA {ROOM} SET display-name :Ours", Role.MODERATOR),
    ("call all who have wallops", "WALLOPS :hear", Role.OPERATOR),
    ("throw somebody out", "KILL bob :out", Role.OPERATOR),
    ("ban from the hub", "HUBBUB BAN ADD bob bob * :spam", Role.OPERATOR),
    ("lift a ban of the hub", "HUBBUB BAN LIFT {ban}", Role.OPERATOR),
    ("see the bans of the hub", "HUBBUB BAN LIST", Role.OPERATOR),
]
# What nobody may do, whoever they are but who is named: (what it is, its line, who may all the same).
NEVER: list[tuple[str, str, set[Role]]] = [
    ("make somebody host", f"MODE {ROOM} +q bob", set()),
    ("rename the room", f"RENAME {ROOM} #other :new", set()),
    ("take the host's rank", f"MODE {ROOM} -q host", set()),
    ("mute a moderator", f"HUBBUB MUTE {ROOM} mod2 mod2 * 600", set()),
    ("mute the host", f"HUBBUB MUTE {ROOM} host * * 600", set()),
    ("ban the host from the hub", "HUBBUB BAN ADD host * *", set()),
    ("edit what somebody said", f"@+hubbub.chat/edit={{said}} PRIVMSG {ROOM} :other", set()),
    # operators may do with the host as with anybody, who may only go
    ("remove the host", f"KICK {ROOM} host", {Role.OPERATOR, Role.HOST}),
    ("throw the host out", "KILL host :out", {Role.OPERATOR}),
]
_PREPARED = {"MODERATED": "+m", "ACCOUNTS": "+M", "LOCKED": "+i", "UNLOCKED": "-t"}


class Scene:
    """A room with everybody in it, and one who does something."""

    def __init__(self, role: Role, mode: str = "") -> None:
        self.party = party = Party(operators={"root": "pw"})
        self.host = host = party.owner("host", ROOM, caps=CAPS)
        self.bob = party.log_in("bob", ROOM, caps=CAPS)
        party.log_in("zoe")
        party.log_in("mod2", ROOM)
        host.says(f"MODE {ROOM} +o mod2")
        [echo] = [line for line in self.bob.says(f"PRIVMSG {ROOM} :said") if " PRIVMSG " in line]
        self.said = echo.split("msgid=")[1].split(";")[0].split(" ")[0]
        party.log_in("other", ROOM, address="10.9.9.1")
        added = [line for line in host.says("HUBBUB BAN ADD other other *") if "ADDED" in line]
        self.ban = added[0].split("ADDED ")[1].split(" ")[0]
        self.actor = self._make(role)
        if mode:
            host.says(f"MODE {ROOM} {mode}")
        party.quiet()

    def _make(self, role: Role) -> Friend:
        party, host = self.party, self.host
        if role is Role.HOST:
            return host
        if role is Role.STRANGER:
            return party.connect("me")
        if role is Role.BANNED:
            banned = party.connect("me", fingerprint="fp-other", address="10.9.9.2")
            banned.says("CAP LS 302", f"CAP REQ :{CAPS}", "NICK me", "USER me 0 * :Me", "CAP END")
            assert banned.is_closed
            return banned
        if role is Role.OUTSIDE:
            return party.log_in("me", caps=CAPS)
        if role is Role.GUEST:
            return party.join("me", ROOM, caps=CAPS)
        actor = party.log_in("me", ROOM, caps=CAPS)
        if role is Role.MUTED:
            host.says(f"HUBBUB MUTE {ROOM} me me * 0")
        elif role is Role.VOICE:
            host.says(f"MODE {ROOM} +v me")
        elif role is Role.MODERATOR:
            host.says(f"MODE {ROOM} +o me")
        elif role is Role.OPERATOR:
            actor.says("OPER root pw")
        return actor

    def may(self, line: str) -> bool:
        """Whether the actor's line is done; a notice is never answered, so who hears it tells."""
        line = line.format(said=self.said, ban=self.ban)
        if self.actor.is_closed:
            self.party.hub.receive(self.actor.session, f"{line}\r\n".encode(), self.party.now)
            return bool(self.actor.hears())
        answers = [command_of(each) for each in self.actor.says(line)]
        if "NOTICE" in line:
            return any(" NOTICE " in each for each in self.bob.hears())
        return not _NO & set(answers)


def words_of(line: str) -> tuple[str, str]:
    """What is made of the room before, and the line itself."""
    first, _, rest = line.partition(" ")
    return (_PREPARED[first], rest) if first in _PREPARED else ("", line)


@pytest.mark.parametrize(("what", "line", "first"), ACTIONS, ids=[what for what, _, _ in ACTIONS])
@pytest.mark.parametrize("role", Role, ids=lambda role: role.name.lower())
def test_who_may(role: Role, what: str, line: str, first: Role) -> None:
    mode, line = words_of(line)
    assert Scene(role, mode).may(line) is (role >= first), what


@pytest.mark.parametrize(("what", "line", "who"), NEVER, ids=[what for what, _, _ in NEVER])
@pytest.mark.parametrize("role", Role, ids=lambda role: role.name.lower())
def test_who_may_never(role: Role, what: str, line: str, who: set[Role]) -> None:
    assert Scene(role).may(line) is (role in who), what


def test_who_is_not_let_in_changes_nothing() -> None:
    """Whatever somebody banned says, nobody hears of it."""
    for _what, line, _first in ACTIONS:
        scene = Scene(Role.BANNED)
        assert not scene.may(words_of(line)[1])
        assert not [told for friend in (scene.host, scene.bob) for told in friend.hears()]
