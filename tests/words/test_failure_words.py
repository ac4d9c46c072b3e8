"""A sentence for each failure: what happened, and what to do."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from app.client.address import AddressError, AddressProblem, parse_address
from app.client.events import Failure, Refusal
from app.hub.data.storage_errors import (
    Content,
    FileReason,
    KeepingError,
    StorageFailure,
    StorageProblem,
    unusable,
)
from app.hub.people.hub_bans import BANNED
from app.net.listen_error import ListenError, ListenProblem
from app.security.security_errors import PasswordError, SecurityError, SecurityProblem
from app.settings import SettingsProblem
from app.words.address_words import address_words
from app.words.failure_words import (
    OF_HUBS,
    connection_words,
    join_words,
    refusal_words,
    request_words,
    settings_words,
)
from app.words.system_words import listen_words, opening_words, security_words, storage_words

ADDRESS = parse_address("192.168.1.42")
ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("failure", list(Failure))
def test_every_failure_has_words_that_end_as_a_connection_words(failure: Failure) -> None:
    words = connection_words(failure, address=ADDRESS)
    assert words.endswith(".")
    assert "{" not in words


def test_refusal_says_who_and_what_to_do() -> None:
    assert connection_words(Failure.REFUSED, address=ADDRESS) == (
        "Nobody answers at 192.168.1.42, port 6667. Ask the host whether the room is still open, "
        "or check the last number."
    )
    assert "check the spelling" in connection_words(Failure.REFUSED, address=parse_address("some-pc"))
    assert "check the address" in connection_words(Failure.REFUSED, address=parse_address("fe80::1%eth0"))


@pytest.mark.parametrize("failure", [Failure.BANNED, Failure.KICKED_OUT])
def test_what_people_wrote_is_told_as_their_reason(failure: Failure) -> None:
    assert connection_words(failure, address=ADDRESS, said="Spam").endswith(". Reason: “Spam”")
    assert connection_words(failure, address=ADDRESS, said="x" * 500).endswith(".")


def test_a_ban_without_a_reason_says_itself_once() -> None:
    assert connection_words(Failure.BANNED, address=ADDRESS, said=BANNED).endswith("can change that.")


def test_the_servers_words_are_quoted_where_they_help_and_fit() -> None:
    quoted = connection_words(Failure.FULL, address=ADDRESS, said="\x02Come\x02\n later")
    assert quoted.endswith("The server says: “Come later”")
    assert "says" not in connection_words(Failure.FULL, address=ADDRESS, said="x" * 500)
    assert "says" not in connection_words(Failure.REFUSED, address=ADDRESS, said="Connection refused")


# what is typed, by what is wrong with it, and what is said of it
NO_ADDRESSES = {
    AddressProblem.MISSING: ("", "Type the host's address"),
    AddressProblem.SPACES: ("a b c", "no spaces"),
    AddressProblem.UNKNOWN_SCHEME: ("see FTP://x/y", "begin with ftp://"),
    AddressProblem.BRACKETS: ("[::1", "[::1 is not complete"),
    AddressProblem.HOST_MISSING: (":6667", "no host"),
    AddressProblem.PORT_NOT_A_NUMBER: ("x:abc", "abc is not a port. A port is a number from 1 to 65535."),
    AddressProblem.PORT_OUT_OF_RANGE: (
        "x:" + "9" * 5000,
        "There is no port 999999999999. A port is a number",
    ),
    AddressProblem.NOT_IPV6: ("1:2:3", "1:2:3 is no IPv6 address. Check it"),
    AddressProblem.NO_ZONE: ("fe80::1%", "fe80::1% is no IPv6 address: behind the %"),
    AddressProblem.SEVERAL: ("10.0.0.1:1 or pi:2", "more than one address: 10.0.0.1:1, pi:2."),
    AddressProblem.ZONE_MISSING: ("fe80::7", "Add the name of yours, like fe80::7%eth0, or"),
    AddressProblem.NOT_IPV4: ("300.1.1.1", "300.1.1.1 is no IP address"),
    AddressProblem.NOT_A_NAME: ("🎉" * 80, "… cannot be an address"),
}


@pytest.mark.parametrize("problem", list(AddressProblem))
def test_what_is_no_address_gets_a_sentence_that_says_why(problem: AddressProblem) -> None:
    text, words = NO_ADDRESSES[problem]
    with pytest.raises(AddressError) as error:
        parse_address(text)
    assert error.value.problem is problem
    said = address_words(error.value)
    assert words in said
    assert said.endswith(".")
    assert len(said) < 250


def test_why_a_channel_cannot_be_entered_is_said_by_its_numeric() -> None:
    assert join_words("#x", "475", "any") == "This channel needs a key. Type /join #x and the key."
    assert join_words("#x", "999", "No moon") == "#x cannot be entered: No moon"
    assert join_words("#x", "999", "") == "#x cannot be entered: 999"


def security_error(problem: SecurityProblem, data: str = "x") -> SecurityError:
    """An error of that kind, with all that any kind has."""
    names = ("path", "reason", "folder", "aside", "cert", "key")
    why = SecurityError(SecurityProblem.NOT_A_KEY)
    return SecurityError(problem, **dict.fromkeys(names, data), asides=(data, data), why=why)


@pytest.mark.parametrize("problem", list(SecurityProblem))
def test_every_problem_with_files_and_keys_is_a_sentence(problem: SecurityProblem) -> None:
    said = security_words(security_error(problem))
    assert said.endswith(".")
    assert "{" not in said


def test_a_problem_is_said_with_its_data() -> None:
    full = SecurityError(SecurityProblem.FILE_NOT_WRITTEN, path=Path("pins.json"), reason="No space left")
    assert security_words(full) == "The file pins.json cannot be written: No space left."
    unknown = SecurityError(SecurityProblem.ROOMS_UNKNOWN, why=full)
    assert security_words(unknown) == (
        "The file pins.json cannot be written: No space left. How your rooms are protected is not known."
    )
    damaged = SecurityError(SecurityProblem.IDENTITY_DAMAGED, folder="data", asides=("me.crt.damaged",))
    assert "set aside as me.crt.damaged; with a new one" in security_words(damaged)
    both = SecurityError(SecurityProblem.IDENTITY_DAMAGED, folder="data", asides=("a", "b"))
    assert "set aside as a and b;" in security_words(both)
    assert security_words(PasswordError("malformed")).startswith("This password cannot be used")


def test_what_was_wrong_with_the_settings_is_said() -> None:
    path = Path("settings.json")
    assert settings_words(SettingsProblem(path, reason="Permission denied")) == (
        "The settings in settings.json could not be read (Permission denied); defaults are used."
    )
    assert "are damaged; defaults are used." in settings_words(SettingsProblem(path))
    assert "the old file is aside.json." in settings_words(SettingsProblem(path, aside=Path("aside.json")))


@pytest.mark.parametrize("refusal", list(Refusal))
def test_what_was_not_sent_has_a_reason_in_words_and_a_servers_own_stand_as_they_are(
    refusal: Refusal,
) -> None:
    assert refusal_words(str(refusal)) == refusal.value, "what is written in a file is told as its kind is"
    assert refusal_words("No moon tonight") == "No moon tonight"
    assert join_words("#x", "", Refusal.NOT_CONNECTED) == "#x cannot be entered: Not connected"


def storage_failures(data: str = "x") -> list[StorageFailure]:
    """Failures of every kind, of every content and for every reason, with all that any kind has."""
    path = Path(data)
    why = unusable(Content.ACCOUNTS, path, FileReason.DAMAGED)
    told = {"path": path, "reason": data, "aside": data, "accounts": path, "channel": data, "why": why}
    kinds = [
        StorageFailure(problem, {**told, "content": content})
        for problem, content in product(StorageProblem, Content)
    ]
    return kinds + [unusable(Content.ARCHIVE, path, reason) for reason in FileReason]


@pytest.mark.parametrize("failure", storage_failures(), ids=str)
def test_why_something_is_not_kept_is_a_sentence(failure: StorageFailure) -> None:
    said = storage_words(failure)
    assert said.endswith(".")
    assert "{" not in said


def test_a_failure_of_a_file_is_said_with_its_data() -> None:
    full = unusable(Content.MESSAGES, Path("history.sqlite"), FileReason.FULL)
    assert storage_words(full) == "The messages in history.sqlite cannot be used: the disk is full."
    assert opening_words(KeepingError(full)) == storage_words(full)
    other = unusable(Content.ARCHIVE, Path("archive.sqlite"), "disk I/O error")
    assert storage_words(other) == "The history in archive.sqlite cannot be used: disk I/O error."
    damaged = unusable(Content.ACCOUNTS, Path("accounts.sqlite"), FileReason.DAMAGED)
    assert storage_words(StorageFailure(StorageProblem.ACCOUNTS_DAMAGED, {"why": damaged})) == (
        "The accounts in accounts.sqlite cannot be used: the file is damaged. Put back a copy of it, or "
        "move it and the history away to begin anew."
    )
    assert str(KeepingError(full)) == (
        "the file cannot be used: messages, history.sqlite, the disk is full"
    ), "a log has it too"


def listen_error(problem: ListenProblem, place: str = "x") -> ListenError:
    """An error of that kind, with all that any kind has."""
    return ListenError(problem, first=6667, last=6687, port=6667, place=place, reason=place)


@pytest.mark.parametrize("problem", list(ListenProblem))
def test_why_a_room_could_not_be_opened_is_a_sentence(problem: ListenProblem) -> None:
    said = listen_words(listen_error(problem))
    assert said.endswith(".")
    assert "{" not in said


def test_what_a_hub_refuses_is_said_of_rooms() -> None:
    assert request_words("482", "You are not a moderator of that channel") == (
        "Only moderators of this room may do that."
    )
    assert request_words("482", "Nobody can remove the host") == "Nobody can do that to the host"
    assert request_words("NO_SUCH_BAN", "There is no such ban") == "That ban is lifted already."
    assert request_words("696", "A mask is nick!user@host") == "A mask is nick!user@host"
    assert refusal_words("Cannot send to channel (you are muted)") == "You are muted in this room"
    assert refusal_words("whatever") == "whatever"


@pytest.mark.parametrize("text", OF_HUBS)
def test_hubs_say_just_that(text: str) -> None:
    """The words are found by those of the hub, which are in its code."""
    hub = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "app" / "hub").rglob("*.py"))
    reason = text.partition("(")[2].rstrip(")")
    assert (reason or text) in hub
