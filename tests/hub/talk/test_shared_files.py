"""Files: which message of whom may name one, and with what it is gone."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.files.file_limits import FileLimits
from app.files.file_record import FileRecord, write_record
from app.hub.channels import persistence
from app.hub.data.events import Said
from app.hub.data.storage import ATTACHMENTS, FILES, KEPT_FOR
from app.hub.data.storage_errors import Content, FileReason, KeepingError, unusable
from app.hub.talk import shared_files
from app.hub.talk.shared_files import MOST_UNUSED
from app.irc.client_tags import FILE
from app.irc.file_tag import decode_file
from app.irc.message import encode_tags, parse
from app.store.stored_history import StoredHistory
from tests.hub.party import START, Friend, Party, tags_of
from tests.hub.recorded import run_for_an_hour
from tests.hub.restarts import Kept

CAPS = "batch echo-message message-tags server-time draft/multiline draft/message-redaction draft/chathistory"
OURS = f"{CAPS} hubbub.chat/room"
HASH = "0f" * 32
AVATARS = "batch draft/metadata-2"


def file_id(number: int) -> str:
    return f"{number:022d}"


PLAN, OTHER, SMALL, NOBODYS = map(file_id, range(4))


def record_of(number_or_id: int | str, owner: str = "alice", *, created: float = START) -> FileRecord:
    known = file_id(number_or_id) if isinstance(number_or_id, int) else number_or_id
    return FileRecord(known, "plan; a.pdf", 5, "application/pdf", HASH, owner, created)


def link(file_id: str) -> str:
    return f"http://192.0.2.1:7667/f/{file_id}/me.png"


def upload(party: Party, *ids: str, owner: str = "alice") -> None:
    for each in ids:
        party.hub.keep_file(record_of(each, owner, created=party.now), party.now)
    party.turn()


def said(line: str) -> str | None:
    """The id and the thumbnail of the file that a line is about."""
    found = decode_file(parse(line).tags.get(FILE, ""))
    return None if found is None else f"{found.id} {found.thumbnail}".strip()


def records(party: Party, kind: str) -> dict[str, str]:
    return dict(party.hub._state.records.all(kind))


@pytest.fixture
def party() -> Party:
    return Party()


@pytest.fixture
def alice(party: Party) -> Friend:
    return party.log_in("alice", "#a", caps=OURS)


@pytest.fixture
def bob(party: Party, alice: Friend) -> Friend:
    return party.log_in("bob", "#a", caps=OURS)


def tagged(value: str) -> str:
    """A client's tag as a line begins with it."""
    return encode_tags({FILE: value}).rstrip()


# what the client writes -> what others read, and which files are the message's then
NAMED = [
    pytest.param(PLAN, PLAN, {PLAN}, id="the id alone"),
    pytest.param(f"{PLAN};a lie;9;text/html;{HASH};1;1;", PLAN, {PLAN}, id="lies count for nothing"),
    pytest.param(f"{PLAN};;;;;;;{SMALL}", f"{PLAN} {SMALL}", {PLAN, SMALL}, id="with a thumbnail"),
    pytest.param(f"{PLAN};;;;;;;{OTHER}", PLAN, {PLAN}, id="the thumbnail is another's"),
    pytest.param(f"{PLAN};;;;;;;{NOBODYS}", PLAN, {PLAN}, id="there is no such thumbnail"),
    pytest.param(f"{PLAN};;;;;;;{PLAN}", PLAN, {PLAN}, id="the thumbnail is the file itself"),
    pytest.param(OTHER, None, set(), id="another's"),
    pytest.param(f"{OTHER};;;;;;;{SMALL}", None, set(), id="another's with an own thumbnail"),
    pytest.param(NOBODYS, None, set(), id="unknown"),
    pytest.param("nonsense", None, set(), id="no id"),
    pytest.param("", None, set(), id="nothing"),
]


@pytest.mark.parametrize(("value", "told", "bound"), NAMED)
@pytest.mark.parametrize("form", ["line", "notice", "batch", "private"])
def test_a_message_names_files_of_its_sender(
    party: Party, alice: Friend, bob: Friend, value: str, told: str | None, bound: set[str], form: str
) -> None:
    upload(party, PLAN, SMALL)
    upload(party, OTHER, owner="bob")
    target = "bob" if form == "private" else "#a"
    lines = {
        "notice": [f"{tagged(value)} NOTICE {target} :see http://h/f"],
        "batch": [
            f"{tagged(value)} BATCH +1 draft/multiline {target}",
            f"@batch=1 PRIVMSG {target} :see",
            f"@batch=1 PRIVMSG {target} :http://h/f",
            "BATCH -1",
        ],
    }
    echo = alice.says(*lines.get(form, [f"{tagged(value)} PRIVMSG {target} :see http://h/f"]))[0]
    heard = bob.hears()[0]
    assert said(echo) == said(heard) == told
    found = decode_file(parse(heard).tags.get(FILE, ""))
    assert found is None or (found.name, found.size, found.sha256) == ("plan; a.pdf", 5, HASH)
    msgid = tags_of(echo)["msgid"]
    assert {each for each in (PLAN, SMALL, OTHER) if (r := party.hub.find_file(each)) and r.message} == bound
    assert set(records(party, ATTACHMENTS).get(msgid, "").split()) == bound
    (_, again, *_), *_ = [bob.says(f"CHATHISTORY LATEST {'alice' if form == 'private' else '#a'} * 1")]
    assert said(again) == told


def test_a_pictures_measures_are_taken_from_who_has_seen_it(party: Party, alice: Friend) -> None:
    upload(party, PLAN)
    echo = alice.says(f"{tagged(f'{PLAN};;;;;640;480;')} PRIVMSG #a :see")[0]
    found = decode_file(parse(echo).tags[FILE])
    assert found is not None
    assert (found.width, found.height) == (640, 480)


@pytest.mark.parametrize("repeat", [PLAN, f"{PLAN};;;;;;;{SMALL}", SMALL])
def test_a_file_is_named_once(party: Party, alice: Friend, repeat: str) -> None:
    upload(party, PLAN, SMALL)
    first = alice.says(f"{tagged(f'{PLAN};;;;;;;{SMALL}')} PRIVMSG #a :see")[0]
    assert said(alice.says(f"{tagged(repeat)} PRIVMSG #a :again")[0]) is None
    assert said(first) == f"{PLAN} {SMALL}"


def test_the_console_reads_its_name_and_not_the_link(party: Party, alice: Friend) -> None:
    upload(party, PLAN)
    alice.says(f"{tagged(PLAN)} PRIVMSG #a :see http://h:1/f/{PLAN}/plan.pdf")
    assert [event.text for event in party.happened(Said) if isinstance(event, Said)] == ["see [plan; a.pdf]"]


def test_of_several_targets_the_first_gets_it(party: Party, alice: Friend, bob: Friend) -> None:
    upload(party, PLAN)
    assert [said(line) for line in alice.says(f"{tagged(PLAN)} PRIVMSG #a,bob :see")] == [PLAN, None]


def test_a_line_without_text_names_nothing(party: Party, alice: Friend, bob: Friend) -> None:
    upload(party, PLAN)
    alice.says(f"{tagged(PLAN)};+draft/react=x TAGMSG #a")
    assert said(bob.hears()[0]) is None
    assert said(alice.says(f"{tagged(PLAN)} PRIVMSG #a :see")[0]) == PLAN


def test_a_message_that_is_sent_again_is_about_the_same_file(party: Party, alice: Friend) -> None:
    upload(party, PLAN)
    line = f"{tagged(PLAN)};+hubbub.chat/id=i1 PRIVMSG #a :see"
    assert [said(each) for each in (*alice.says(line), *alice.says(line))] == [PLAN, PLAN]


@pytest.mark.parametrize("value", ["", PLAN, OTHER, NOBODYS])
def test_a_correction_is_about_the_same_file(party: Party, alice: Friend, bob: Friend, value: str) -> None:
    upload(party, PLAN, OTHER)
    msgid = tags_of(alice.says(f"{tagged(PLAN)} PRIVMSG #a :see")[0])["msgid"]
    file = f";{tagged(value)[1:]}" if value else ""
    bob.hears()
    edit = alice.says(f"@+hubbub.chat/edit={msgid}{file} PRIVMSG #a :look")[0]
    assert said(edit) == said(bob.hears()[0]) == PLAN
    again = alice.says(f"@+hubbub.chat/edit={tags_of(edit)['msgid']}{file} PRIVMSG #a :look here")[0]
    assert said(again) == PLAN
    assert records(party, ATTACHMENTS) == {msgid: PLAN}
    other = party.hub.find_file(OTHER)
    assert other is not None
    assert other.message == ""
    alice.says(f"REDACT #a {msgid}")
    assert party.files["gone"] == [PLAN]


def test_a_correction_of_a_message_without_a_file_has_none(party: Party, alice: Friend) -> None:
    upload(party, PLAN)
    msgid = tags_of(alice.says("PRIVMSG #a :see")[0])["msgid"]
    assert said(alice.says(f"@+hubbub.chat/edit={msgid};{tagged(PLAN)[1:]} PRIVMSG #a :look")[0]) is None


def test_who_has_no_account_names_their_own(party: Party) -> None:
    guest = party.join("guest", "#a", caps=CAPS)
    person = party.hub._state.person("guest")
    assert person is not None
    upload(party, PLAN, owner=person.identity)
    assert said(guest.says(f"{tagged(PLAN)} PRIVMSG #a :see")[0]) == PLAN


def test_who_logs_in_meanwhile_names_what_they_uploaded_before(party: Party) -> None:
    guest = party.connect("mara", fingerprint="fp-mara")
    guest.says(f"CAP REQ :sasl {CAPS}", "NICK mara", "USER mara 0 * :Mara", "CAP END", "JOIN #a")
    person = party.hub._state.person("mara")
    assert person is not None
    upload(party, PLAN, owner=person.identity)
    guest.says("AUTHENTICATE EXTERNAL", "AUTHENTICATE +")
    assert person.account
    assert said(guest.says(f"{tagged(PLAN)} PRIVMSG #a :see")[0]) == PLAN


def test_what_is_kept_nowhere_uses_the_file_up(party: Party, alice: Friend) -> None:
    upload(party, PLAN)
    assert said(alice.says(f"{tagged(PLAN)} PRIVMSG @#a :see")[0]) == PLAN
    assert said(alice.says(f"{tagged(PLAN)} PRIVMSG #a :again")[0]) is None
    assert records(party, ATTACHMENTS) == {}
    party.wait(FileLimits().unused - 10)
    assert party.hub.find_file(PLAN) is not None
    party.wait(20)
    assert party.files["gone"] == [PLAN]


def test_what_is_too_long_names_nothing(party: Party, alice: Friend) -> None:
    upload(party, PLAN)
    assert "417" in alice.says(f"{tagged(PLAN)} PRIVMSG #a :{'x' * 500}")[0]
    assert said(alice.says(f"{tagged(PLAN)} PRIVMSG #a :see")[0]) == PLAN


# -- how one is gone


def test_what_nobody_names_is_given_up() -> None:
    party = Party(files=FileLimits(unused=60.0))
    upload(party, PLAN)
    assert party.files["kept"] == [PLAN]
    party.wait(59)
    upload(party, OTHER)
    party.wait(2)
    assert party.files["gone"] == [PLAN]
    assert [record.id for record in party.hub.all_files()] == [OTHER]


def test_a_file_is_gone_with_its_message(party: Party, alice: Friend) -> None:
    upload(party, PLAN, SMALL, OTHER)
    msgid = tags_of(alice.says(f"{tagged(f'{PLAN};;;;;;;{SMALL}')} PRIVMSG #a :see")[0])["msgid"]
    alice.says(f"{tagged(OTHER)} PRIVMSG #a :see")
    alice.says(f"REDACT #a {msgid}")
    assert party.files["gone"] == [PLAN, SMALL]
    assert records(party, FILES).keys() == {OTHER}
    assert msgid not in records(party, ATTACHMENTS)


def test_a_file_is_gone_in_the_turn_in_which_it_was_named(party: Party, alice: Friend) -> None:
    upload(party, PLAN)
    party.hub.receive(alice.session, f"{tagged(PLAN)};+hubbub.chat/id=i1 PRIVMSG #a :see\r\n".encode(), START)
    msgid = party.hub._state.history.find_own("alice", "i1")
    alice.says(f"REDACT #a {msgid}")
    assert party.files["gone"] == [PLAN]
    assert records(party, FILES) == {}


def test_a_person_has_so_many_unused_files(party: Party) -> None:
    for number in range(MOST_UNUSED + 1):
        party.hub.keep_file(record_of(number), START)
    upload(party, file_id(900), owner="bob")
    assert party.files["kept"] == [*map(file_id, range(MOST_UNUSED)), file_id(900)]
    assert party.files["refused"] == [file_id(MOST_UNUSED)]
    assert party.hub.find_file(file_id(MOST_UNUSED)) is None


def test_files_outlive_the_hub() -> None:
    kept = Kept()
    party = kept.party(files=FileLimits(unused=60.0))
    alice = party.log_in("alice", "#a", caps=CAPS)
    upload(party, PLAN, SMALL)
    alice.says(f"{tagged(PLAN)} PRIVMSG #a :see")
    kept.records.put(FILES, "broken", "{")
    orphan = replace(record_of(OTHER), message="01J0000000000000000000000X")
    kept.records.put(FILES, OTHER, write_record(orphan))
    party = kept.party(after=100, files=FileLimits(unused=60.0))
    assert {record.id for record in party.hub.all_files()} == {PLAN, SMALL, OTHER}
    party.wait(1)
    assert party.files["gone"] == [OTHER, SMALL]  # the message of the last is gone as well


def test_an_unreadable_file_is_none(party: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    def get(kind: str, key: str) -> str:
        raise KeepingError(unusable(Content.MESSAGES, Path("history.sqlite"), FileReason.FULL))

    upload(party, PLAN)
    monkeypatch.setattr(party.hub._state.records, "get", get)
    assert party.hub.find_file(PLAN) is None


# -- in the file


def test_what_is_old_goes_with_its_files(tmp_path: Path) -> None:
    with closing(StoredHistory(tmp_path / "history.sqlite")) as history:
        party = Party(history=history, records=history.records)
        alice = party.log_in("alice", "#a", caps=CAPS)
        upload(party, PLAN, SMALL)
        alice.says(f"{tagged(f'{PLAN};;;;;;;{SMALL}')} PRIVMSG #a :see")
        run_for_an_hour(history, START + KEPT_FOR + 60)
        party.turn()
        assert party.files["gone"] == [PLAN, SMALL]
        assert records(party, FILES) == records(party, ATTACHMENTS) == {}


def test_what_is_too_much_in_memory_goes_with_its_files() -> None:
    kept = Kept()
    kept.history._limit = 5
    party = kept.party()
    alice = party.log_in("alice", "#a", caps=CAPS)
    upload(party, PLAN)
    alice.says(f"{tagged(PLAN)} PRIVMSG #a :see", *["PRIVMSG #a :more"] * 5)
    assert party.files["gone"] == [PLAN]
    assert records(party, FILES) == records(party, ATTACHMENTS) == {}


@pytest.mark.parametrize("is_stored", [False, True])
def test_a_channel_that_dies_takes_its_files_with_it(tmp_path: Path, is_stored: bool) -> None:
    with closing(StoredHistory(tmp_path / "history.sqlite")) as history:
        party = Party(history=history, records=history.records) if is_stored else Party()
        alice = party.log_in("alice", "#b", caps=CAPS)
        upload(party, PLAN)
        alice.says(f"{tagged(PLAN)} PRIVMSG #b :see", "PART #b")
        channel = party.hub._state.channels["#b"]
        persistence.delete(party.hub._state, channel)
        party.wait(3)
        assert party.files["gone"] == [PLAN]
        assert records(party, FILES) == records(party, ATTACHMENTS) == {}


def test_deleting_in_the_file_takes_files_of_the_same_turn_along(tmp_path: Path) -> None:
    with closing(StoredHistory(tmp_path / "history.sqlite")) as history:
        party = Party(history=history, records=history.records)
        alice = party.log_in("alice", "#a", caps=CAPS)
        upload(party, PLAN)
        line = f"{tagged(PLAN)};+hubbub.chat/id=i1 PRIVMSG #a :see\r\n"
        party.hub.receive(alice.session, line.encode(), START)
        alice.says(f"REDACT #a {history.find_own('alice', 'i1')}")
        assert party.files["gone"] == [PLAN]
        assert records(party, FILES) == records(party, ATTACHMENTS) == {}


class TestAvatars:
    """A file to which the avatar of its uploader leads is kept as long as it does."""

    def set(self, friend: Friend, link: str = "") -> None:
        friend.says(f"METADATA * SET avatar :{link}" if link else "METADATA * SET avatar")

    def test_it_is_kept_until_there_is_another_or_none(self) -> None:
        party = Party(files=FileLimits(unused=60.0))
        alice = party.log_in("alice", "#a", caps=AVATARS)
        upload(party, PLAN, OTHER)
        self.set(alice, link(PLAN))
        self.set(alice, link(PLAN))
        assert "gone" not in party.files or not party.files["gone"]
        self.set(alice, link(OTHER))
        assert party.files["gone"] == [PLAN]
        party.wait(100)
        assert [record.id for record in party.hub.all_files()] == [OTHER]
        self.set(alice)
        assert party.files["gone"] == [PLAN, OTHER]
        assert records(party, FILES) == {}

    @pytest.mark.parametrize(
        "value", ["https://example.org/me.png", "x", "http://h/f/", "http://h/f/short/me.png"]
    )
    def test_other_links_are_nothing_to_the_hub(self, party: Party, value: str) -> None:
        alice = party.log_in("alice", "#a", caps=AVATARS)
        upload(party, PLAN)
        self.set(alice, value)
        self.set(alice)
        assert [record.message for record in party.hub.all_files()] == [""]

    def test_nobody_keeps_or_ends_what_is_anothers(self, party: Party) -> None:
        alice = party.log_in("alice", "#a", caps=AVATARS)
        bob = party.log_in("bob", "#a", caps=AVATARS)
        upload(party, PLAN)
        self.set(bob, link(PLAN))
        assert [record.message for record in party.hub.all_files()] == [""]
        self.set(alice, link(PLAN))
        self.set(bob)
        assert party.hub.find_file(PLAN) is not None
        self.set(bob, link(PLAN))
        self.set(alice)
        assert party.hub.find_file(PLAN) is None

    def test_a_file_of_a_message_is_its_message_s_and_an_avatar_none_of_a_message(self, party: Party) -> None:
        alice = party.log_in("alice", "#a", caps=f"{OURS} draft/metadata-2")
        upload(party, PLAN, OTHER)
        alice.says(f"{tagged(PLAN)} PRIVMSG #a :see")
        self.set(alice, link(PLAN))
        self.set(alice, link(OTHER))
        assert said(alice.says(f"{tagged(OTHER)} PRIVMSG #a :see")[0]) is None
        self.set(alice)
        assert party.files["gone"] == [OTHER]
        assert party.hub.find_file(PLAN) is not None

    def test_it_is_there_after_a_restart(self) -> None:
        kept = Kept()
        party = kept.party(files=FileLimits(unused=60.0))
        alice = party.log_in("alice", "#a", caps=AVATARS)
        upload(party, PLAN, OTHER)
        self.set(alice, link(PLAN))
        again = kept.party(after=1000, files=FileLimits(unused=60.0))
        again.wait(1)
        assert again.files["gone"] == [OTHER]
        assert again.hub.find_file(PLAN) is not None

    def test_a_guest_s_goes_with_them(self, party: Party) -> None:
        ann = party.join("ann", "#a", caps=AVATARS)
        person = party.hub._state.nicks["ann"]
        upload(party, PLAN, owner=person.identity)
        self.set(ann, link(PLAN))
        assert party.hub.find_file(PLAN) is not None
        ann.says("QUIT")
        assert party.files["gone"] == [PLAN]

    def test_who_logs_in_takes_it_along(self, party: Party) -> None:
        ann = party.join("ann", "#a", caps=AVATARS)
        person = party.hub._state.nicks["ann"]
        upload(party, PLAN, owner=person.anonymous_id)
        self.set(ann, link(PLAN))
        party.hub._state.metadata["account"] = {}
        shared_files.pass_avatar(party.hub._state, link(PLAN), person.anonymous_id, "account")
        shared_files.follow_avatar(party.hub._state, "account", "", link(PLAN))
        record = party.hub.find_file(PLAN)
        assert record is not None
        assert record.owner == "account"
        shared_files.follow_avatar(party.hub._state, person.anonymous_id, link(PLAN), "")
        assert party.hub.find_file(PLAN) is not None
