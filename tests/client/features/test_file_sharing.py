"""Files on a hub of ours: tokens for uploads, messages that share one, live, replayed and sent again."""

from __future__ import annotations

from dataclasses import replace

from app.client.events import (
    Abilities,
    Edited,
    FileTokenRefused,
    FileTokenTold,
    HistoryPage,
    MessageArrived,
    MessagePending,
    MessageSent,
    Refusal,
    ServerSaid,
)
from app.client.state.outbox import Outbox
from app.client.wishes import AskFileToken, Quote, SayFile
from app.irc.file_tag import SharedFile, encode_file
from tests.client.play import ISUPPORT, MODERN, OURS, Play, only

CAPS = f"{OURS} draft/authtoken"
TOKENS = f"{ISUPPORT} soju.im/FILEHOST=https://h:6697/files hubbub.chat/FILES=1000000"
ID, SMALL = "A" * 22, "B" * 22
PLAN = SharedFile(ID, "plan; 100%.pdf", 12, "application/pdf", "ab" * 32, thumbnail=SMALL)
LINK = f"https://h:7697/f/{ID}/plan.pdf"
TAG = f"+hubbub.chat/file={encode_file(PLAN).replace(';', chr(92) + ':').replace(' ', chr(92) + 's')}"


def on_hub(**more: object) -> Play:
    play = Play(**more).registers(caps=CAPS, isupport=TOKENS, channel="#a")  # type: ignore[arg-type]
    knows_what_was_said(play)
    return play


def knows_what_was_said(play: Play) -> None:
    play.answers(kind="draft/chathistory-targets", target="")
    play.answers()


def test_a_hub_tells_whether_it_takes_files_and_how_large() -> None:
    assert on_hub().session.can(SayFile)
    for caps, isupport in ((CAPS, ISUPPORT), (OURS, TOKENS), (f"{MODERN} draft/authtoken", TOKENS)):
        assert not Play().registers(caps=caps, isupport=isupport).session.can(SayFile)
    play = on_hub()
    (told,) = only(play.hears(":s 005 me hubbub.chat/FILES=5000 :are supported"), Abilities)
    assert (told.file_bytes, SayFile in told.kinds) == (5000, True)
    (told,) = only(play.hears(":s 005 me -soju.im/FILEHOST -hubbub.chat/FILES :are supported"), Abilities)
    assert (told.file_bytes, SayFile in told.kinds) == (0, False)
    assert not only(play.hears(":s 005 me NICKLEN=20 :are supported"), Abilities)


def test_a_token_comes_in_a_batch() -> None:
    play = on_hub()
    play.wants(AskFileToken())
    assert play.asks() == f"@label={play.last_label} TOKEN GENERATE FILEHOST\r\n"
    told = play.hears(
        f"@label={play.last_label} :s BATCH +1 draft/authtoken FILEHOST",
        "@batch=1 :s TOKEN GENERATE * se:cret",
        ":s BATCH -1",
    )
    assert told == [FileTokenTold("se:cret")]
    assert "se:cret" not in repr(told)


def test_a_token_that_is_refused_is_told_as_such_and_in_no_room() -> None:
    play = on_hub()
    play.wants(AskFileToken())
    fail = "FAIL TOKEN NO_PERMISSIONS GENERATE FILEHOST :Not now"
    assert play.hears(f"@label={play.last_label} :s {fail}") == [FileTokenRefused("Not now")]
    assert play.hears(f":s {fail}") == [FileTokenRefused("Not now")]
    play.wants(AskFileToken())
    assert play.hears(f"@label={play.last_label} :s 421 me TOKEN :Unknown") == [FileTokenRefused("Unknown")]
    assert Play().wants(AskFileToken()) == [FileTokenRefused(Refusal.NOT_CONNECTED)]
    play.wants(Quote("TOKEN GENERATE X"))
    told = play.hears(f"@label={play.last_label} :s FAIL TOKEN INVALID_PARAMS :What?")
    assert not only(told, FileTokenRefused)
    assert not only(told, ServerSaid)


def test_a_file_is_said_with_its_link_and_shown_without_it() -> None:
    play = on_hub()
    (pending,) = only(play.wants(SayFile("#a", "the plan", LINK, PLAN)), MessagePending)
    assert (pending.text, pending.file) == ("the plan", PLAN)
    line = play.asks()
    assert f" PRIVMSG #a :the plan {LINK}\r\n" in line
    assert TAG in line
    known = replace(PLAN, name="plan.pdf")
    tag = f"+hubbub.chat/file={encode_file(known).replace(';', chr(92) + ':')}"
    echo = f"@label={pending.id};msgid=m1;{tag} :me!u@h PRIVMSG #a :the plan {LINK}"
    (sent,) = only(play.hears(echo), MessageSent)
    assert (sent.text, sent.file) == ("the plan", known)  # as the hub knows it


def test_a_file_answers_a_message() -> None:
    play = on_hub()
    (pending,) = only(play.wants(SayFile("#a", "", LINK, PLAN, reply_to="m0")), MessagePending)
    assert pending.reply_to == "m0"
    assert "reply=m0" in play.asks()


def test_a_hub_that_knows_no_such_file_leaves_a_link_in_the_text() -> None:
    play = on_hub()
    (pending,) = only(play.wants(SayFile("#a", "", LINK, PLAN)), MessagePending)
    assert pending.text == ""
    (sent,) = only(play.hears(f"@label={pending.id};msgid=m1 :me!u@h PRIVMSG #a :{LINK}"), MessageSent)
    assert (sent.text, sent.file) == (LINK, None)
    (pending,) = only(play.wants(SayFile("#a", "", LINK, PLAN)), MessagePending)
    (sent,) = only(play.hears(f"@label={pending.id} :s ACK"), MessageSent)
    assert (sent.text, sent.file) == ("", PLAN)  # it says nothing else


def test_what_others_share_comes_with_the_file_live_and_replayed() -> None:
    play = on_hub()
    (arrived,) = only(play.hears(f"@{TAG} :bob!u@h PRIVMSG #a :see {LINK}"), MessageArrived)
    assert (arrived.text, arrived.file, arrived.replayed) == ("see", PLAN, False)
    page = only(
        play.answers(f"time=2026-01-01T00:00:00.000Z;msgid=m9;{TAG} :bob!u@h PRIVMSG #a :{LINK}"), HistoryPage
    )
    (old,) = only(list(page[0].events), MessageArrived)
    assert (old.text, old.file, old.replayed) == ("", PLAN, True)


def test_a_tag_that_makes_no_sense_or_comes_from_another_network_is_no_file() -> None:
    for play, tag in (
        (on_hub(), "+hubbub.chat/file=nonsense"),
        (on_hub(), "+hubbub.chat/file"),
        (Play().registers(caps=MODERN, channel="#a"), TAG),
    ):
        (arrived,) = only(play.hears(f"@{tag} :bob!u@h PRIVMSG #a :see {LINK}"), MessageArrived)
        assert (arrived.text, arrived.file) == (f"see {LINK}", None)


def test_a_correction_of_the_caption_is_one_of_the_text() -> None:
    play = on_hub()
    line = f"@+hubbub.chat/edit=m1;{TAG} :bob!u@h PRIVMSG #a :the new plan"
    (edited,) = only(play.hears(line), Edited)
    assert (edited.msgid, edited.text) == ("m1", "the new plan")


def test_a_file_that_was_said_as_the_connection_broke_is_said_again_with_its_tag() -> None:
    outbox = Outbox()
    play = on_hub(outbox=outbox)
    play.wants(SayFile("#a", "the plan", LINK, PLAN))
    assert TAG in play.asks()
    play.hears(":s 900 me me!u@h me :You are now logged in")  # so the hub keeps ids
    play.session.connection_lost(play.now)
    again = Play(outbox=outbox, channels=(("#a", ""),)).registers(caps=CAPS, isupport=TOKENS)
    again.hears(":s 900 me me!u@h me :You are now logged in")
    again.answers(kind="draft/chathistory-targets", target="")
    again.hears(":me!u@h JOIN #a")
    again.answers()
    assert f" PRIVMSG #a :the plan {LINK}\r\n" in again.output
    assert TAG in again.output
