"""TOKEN, and what 005 says of files."""

from __future__ import annotations

import pytest

from app.files.file_limits import GIGABYTE, MEGABYTE, FileLimits
from app.hub.people.upload_logins import MOST_TOKENS, TOKEN_SECONDS
from tests.hub.party import Friend, Party, tags_of, untagged

HERE = "10.0.0.99"
CAPS = "batch cap-notify draft/authtoken hubbub.chat/room"


def token_of(friend: Friend) -> str:
    return friend.says("TOKEN GENERATE FILEHOST")[1].split(" ")[-1]


def tokens_005(friend: Friend) -> dict[str, str]:
    words = [word for line in friend.says("ISUPPORT") for word in line.split(" :are ")[0].split(" ")[3:]]
    return {key: value for key, _, value in (word.partition("=") for word in words)}


@pytest.fixture
def party() -> Party:
    return Party()


@pytest.mark.parametrize(
    ("connection", "url"),
    [
        ({"local": HERE}, f"http://{HERE}:6667/files"),
        ({"local": HERE, "local_port": 7667, "fingerprint": "fp"}, f"https://{HERE}:7667/files"),
        ({"local": "fd00::1"}, "http://[fd00::1]:6667/files"),
        ({}, None),
    ],
)
def test_files_go_where_the_session_came(connection: dict[str, object], url: str | None) -> None:
    told = tokens_005(Party().join("bob", **connection))
    assert told.get("soju.im/FILEHOST") == url
    assert ("draft/AUTHTOKEN" in told, "hubbub.chat/FILES" in told) == (url is not None, url is not None)


def test_the_largest_file_is_told_to_each_as_it_is_for_them(party: Party) -> None:
    assert tokens_005(party.join("bob", local=HERE))["hubbub.chat/FILES"] == str(100 * MEGABYTE)
    assert tokens_005(party.log_in("alice", local=HERE))["hubbub.chat/FILES"] == str(GIGABYTE)


def test_a_token_is_given_in_a_batch(party: Party) -> None:
    bob = party.join("bob", caps=CAPS, local=HERE)
    opening, token, closing = bob.says("TOKEN generate filehost")
    assert opening == ":hub BATCH +1 draft/authtoken FILEHOST"
    assert tags_of(token) == {"batch": "1"}
    assert untagged(token).startswith(":hub TOKEN GENERATE * ")
    assert closing == ":hub BATCH -1"
    found = party.hub.uploader_by_token(token.split(" ")[-1], party.now)
    person = party.hub._state.person("bob")
    assert found is not None
    assert person is not None
    assert (found.identity, found.is_guest) == (person.identity, True)


def test_services_are_listed(party: Party) -> None:
    bob = party.join("bob", caps=CAPS, local=HERE)
    opening, service, _closing = bob.says("TOKEN SERVICELIST")
    assert opening == ":hub BATCH +1 draft/authtoken *"
    assert untagged(service).startswith(f":hub TOKEN SERVICE FILEHOST http://{HERE}:6667/files :")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("TOKEN", "461 bob TOKEN"),
        ("TOKEN GENERATE", "FAIL TOKEN INVALID_PARAMS GENERATE"),
        ("TOKEN GENERATE AVATARS", "FAIL TOKEN UNKNOWN_SERVICE AVATARS"),
        ("TOKEN GENERATE FILEHOST #b", "FAIL TOKEN NO_PERMISSIONS FILEHOST #b"),
        ("TOKEN GENERATE FILEHOST #none", "FAIL TOKEN NO_PERMISSIONS FILEHOST #none"),
        ("TOKEN VALIDATE FILEHOST x", "FAIL TOKEN UNKNOWN_COMMAND VALIDATE"),
        ("TOKEN GENERATE FILEHOST #a", "BATCH +1"),
        ("TOKEN GENERATE FILEHOST alice", "BATCH +1"),
    ],
)
def test_what_makes_no_sense_is_refused(party: Party, line: str, told: str) -> None:
    party.join("alice", "#b")
    bob = party.join("bob", "#a", caps=CAPS, local=HERE)
    assert bob.says(line)[0].startswith(f":hub {told}")


def test_who_knows_no_batches_gets_none(party: Party) -> None:
    told = party.join("bob", local=HERE).says("TOKEN GENERATE FILEHOST")
    assert told[0].startswith(":hub FAIL TOKEN NEED_CAPABILITY batch ")


def test_where_nothing_is_taken_there_is_nothing_of_it() -> None:
    party = Party(files=None)
    bob = party.join("bob", caps="batch", local=HERE)
    assert not {"soju.im/FILEHOST", "draft/AUTHTOKEN", "hubbub.chat/FILES"} & tokens_005(bob).keys()
    assert bob.says("TOKEN GENERATE FILEHOST")[0].startswith(":hub FAIL TOKEN UNKNOWN_SERVICE")
    assert bob.says("TOKEN SERVICELIST")[0].startswith(":hub NOTE TOKEN NO_SERVICES ")
    assert not any("draft/authtoken" in line for line in bob.says("CAP LS 302"))


def test_a_token_is_for_one_upload_and_for_a_while(party: Party) -> None:
    bob = party.join("bob", caps=CAPS, local=HERE)
    token = token_of(bob)
    assert party.hub.spend_token(token, party.now)
    assert not party.hub.spend_token(token, party.now)
    assert party.hub.uploader_by_token(token, party.now) is not None  # to go on
    assert party.hub.uploader_by_token("nonsense", party.now) is None
    assert not party.hub.spend_token("nonsense", party.now)
    party.wait(TOKEN_SECONDS + 1)
    assert party.hub.uploader_by_token(token, party.now) is None
    assert not party.hub.spend_token(token, party.now)


def test_a_token_is_gone_with_its_session(party: Party) -> None:
    bob = party.join("bob", caps=CAPS, local=HERE)
    token = token_of(bob)
    party.hub.disconnect(bob.session, "gone", party.now)
    assert party.hub.uploader_by_token(token, party.now) is None


def test_a_ban_takes_the_token(party: Party) -> None:
    host = party.owner("host", caps="hubbub.chat/room")
    bob = party.join("bob", caps=CAPS, local=HERE)
    token = token_of(bob)
    host.says("HUBBUB BAN ADD bob * *")
    assert bob.is_closed
    assert party.hub.uploader_by_token(token, party.now) is None


def test_the_oldest_of_a_session_goes_for_one_too_many(party: Party) -> None:
    bob, mara = (party.join(name, caps=CAPS, local=HERE) for name in ("bob", "mara"))
    other = token_of(mara)
    given = []
    for _ in range(MOST_TOKENS + 1):
        given.append(token_of(bob))
        party.wait(1)
    valid = [party.hub.uploader_by_token(token, party.now) is not None for token in (other, *given)]
    assert valid == [True, False, *[True] * MOST_TOKENS]


# -- a host who thinks better of it


def test_who_listens_is_told_of_other_limits(party: Party) -> None:
    bob = party.join("bob", caps=CAPS, local=HERE)
    other = party.join("other", local=HERE)
    party.hub.set_files(FileLimits.up_to(10 * MEGABYTE), party.now)
    (line,) = bob.hears()
    assert line == f":hub 005 bob hubbub.chat/FILES={10 * MEGABYTE} :are supported by this server"
    party.hub.set_files(None, party.now)
    assert bob.hears() == [
        ":hub CAP bob DEL draft/authtoken",
        ":hub 005 bob -soju.im/FILEHOST -draft/AUTHTOKEN -hubbub.chat/FILES :are supported by this server",
    ]
    party.hub.set_files(FileLimits(), party.now)
    news, line = bob.hears()
    assert news == ":hub CAP bob NEW draft/authtoken"
    assert f"soju.im/FILEHOST=http://{HERE}:6667/files" in line
    assert other.hears() == []
    party.hub.set_files(FileLimits(), party.now)
    assert bob.hears() == []
