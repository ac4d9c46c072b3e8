"""PRIVMSG, NOTICE, TAGMSG: to people, channels and ranks."""

from __future__ import annotations

import pytest

from app.hub.data.events import Said
from tests.hub.party import Party, tags_of, untagged


def test_a_message_reaches_everybody_else_once() -> None:
    party = Party()
    bob, ann, zoe = party.join("bob", "#a"), party.join("ann", "#a"), party.join("zoe")
    party.quiet()
    assert bob.says("PRIVMSG #A :hello there") == []
    assert ann.hears() == [":bob!bob@10.0.0.1 PRIVMSG #a :hello there"]
    assert zoe.hears() == []
    assert party.happened(Said) == [Said(party.now, "bob", "#a", "hello there", "message")]


def test_many_lines_of_one_turn_arrive_in_order() -> None:
    party = Party()
    bob, ann = party.join("bob", "#a"), party.join("ann", "#a")
    bob.says("\r\n".join(f"PRIVMSG #a {number}" for number in range(20)))
    assert [line.split(" ")[-1] for line in ann.hears()] == [f":{number}" for number in range(20)]


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [("PRIVMSG #a :\x01ACTION waves\x01", "action", "waves"), ("NOTICE #a :hm", "notice", "hm")],
)
def test_the_console_hears_actions_and_notices(text: str, kind: str, said: str) -> None:
    party = Party()
    party.join("bob", "#a").says(text)
    assert party.happened(Said) == [Said(party.now, "bob", "#a", said, kind)]


def test_the_console_hears_no_private_messages_and_no_programs() -> None:
    party = Party()
    party.join("bob", "#a").says("PRIVMSG bob :secret", "PRIVMSG #a :\x01VERSION\x01", "TAGMSG #a")
    assert party.happened(Said) == []


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("PRIVMSG", "411 bob :No recipient given (PRIVMSG)"),
        ("PRIVMSG , :x", "411 bob :No recipient given (PRIVMSG)"),
        ("PRIVMSG #a", "412 bob :No text to send"),
        ("PRIVMSG #a :", "412 bob :No text to send"),
        ("PRIVMSG nobody :x", "401 bob nobody :No such nickname"),
        ("PRIVMSG #none :x", "403 bob #none :No such channel"),
        ("PRIVMSG # :x", "403 bob # :No such channel"),
        ("PRIVMSG #other :x", "404 bob #other :Cannot send to channel (you are not in it)"),
        ("TAGMSG", "411 bob :No recipient given (TAGMSG)"),
        ("TAGMSG nobody", "401 bob nobody :No such nickname"),
    ],
)
def test_what_cannot_be_sent_is_answered(line: str, answer: str) -> None:
    party = Party()
    party.join("zoe", "#other")
    bob = party.join("bob", "#a")
    assert bob.says(line) == [f":hub {answer}"]
    if line.startswith("PRIVMSG"):
        assert bob.says(line.replace("PRIVMSG", "NOTICE")) == []


def test_several_targets_get_a_message_each_once_and_at_most_four() -> None:
    party = Party()
    bob = party.join("bob")
    others = [party.join(name) for name in ("a", "b", "c", "d", "e")]
    assert bob.says("PRIVMSG a,b,a,c,d,e :hi") == [":hub 407 bob e :Too many targets"]
    assert [len(friend.hears()) for friend in others] == [1, 1, 1, 1, 0]


def test_who_is_away_says_so() -> None:
    party = Party()
    bob, ann = party.join("bob"), party.join("ann")
    ann.says("AWAY :lunch")
    assert bob.says("PRIVMSG ann :hi") == [":hub 301 bob ann lunch"]
    assert bob.says("NOTICE ann :hi") == []


def test_moderated_channels_hear_only_ranks() -> None:
    party = Party()
    bob, ann = party.join("bob", "#a"), party.join("ann", "#a")
    bob.says("MODE #a +m")
    party.quiet()
    assert ann.codes("PRIVMSG #a :hi") == ["404"]
    bob.says("MODE #a +v ann")
    party.quiet()
    assert ann.codes("PRIVMSG #a :hi") == []
    assert bob.codes("PRIVMSG #a :hi") == ["PRIVMSG"]
    assert len(ann.hears()) == 1


def test_strangers_may_speak_where_n_is_off_and_m_too() -> None:
    party = Party()
    bob, zoe = party.join("bob", "#a"), party.join("zoe")
    assert zoe.codes("PRIVMSG #a :hi") == ["404"]
    bob.says("MODE #a -n")
    assert zoe.codes("PRIVMSG #a :hi") == []
    assert bob.hears() == [":zoe!zoe@10.0.0.2 PRIVMSG #a :hi"]
    bob.says("MODE #a +m")
    assert zoe.codes("PRIVMSG #a :hi") == ["404"]


def test_statusmsg_reaches_the_ranks_it_names_and_those_above() -> None:
    party = Party()
    bob, ann = party.join("bob", "#a"), party.join("ann", "#a")
    vic, kim = party.join("vic", "#a"), party.join("kim", "#a")
    bob.says("MODE #a +v vic")
    party.quiet()
    kim.says("PRIVMSG +#a :voices")
    assert [len(friend.hears()) for friend in (bob, ann, vic, kim)] == [1, 0, 1, 0]
    kim.says("PRIVMSG @+#a :lowest counts")
    assert [friend.hears() for friend in (bob, vic)] == [[":kim!kim@10.0.0.4 PRIVMSG +#a :lowest counts"]] * 2
    kim.says("NOTICE @#a :ops")
    assert [len(friend.hears()) for friend in (bob, ann, vic)] == [1, 0, 0]
    kim.says("PRIVMSG ~#a :hosts")
    assert [len(friend.hears()) for friend in (bob, ann, vic)] == [0, 0, 0]


def test_tagmsg_goes_to_those_with_tags() -> None:
    party = Party()
    bob = party.join("bob", "#a", caps="message-tags echo-message")
    ann, plain = party.join("ann", "#a", caps="message-tags"), party.join("plain", "#a")
    party.quiet()
    (echo,) = bob.says("@+typing=active;drop=me;+vendor.example/x=1;+bad!key=2 TAGMSG #a")
    (seen,) = ann.hears()
    assert echo == seen
    assert untagged(seen) == ":bob!bob@10.0.0.1 TAGMSG #a"
    assert tags_of(seen).keys() == {"msgid", "+typing", "+vendor.example/x"}
    assert plain.hears() == []
    assert plain.says("TAGMSG #a") == []
    assert plain.says("CAP REQ echo-message")
    assert plain.says("TAGMSG #a") == []


def test_tags_are_relayed_with_their_escapes() -> None:
    party = Party()
    bob, ann = party.join("bob", caps="message-tags"), party.join("ann", caps="message-tags")
    bob.says("@+reply=a\\:b\\sc;+empty;+gone= PRIVMSG ann :hi")
    tags = tags_of(ann.hears()[0])
    assert tags["+reply"] == "a\\:b\\sc"
    assert tags["+empty"] == tags["+gone"] == ""


def test_a_message_that_would_not_fit_when_relayed_is_refused_whole() -> None:
    party = Party()
    bob, ann = party.join("bob", caps="echo-message"), party.join("ann")
    room = 512 - len(":bob!bob@10.0.0.1 PRIVMSG ann :\r\n")
    assert bob.codes(f"PRIVMSG ann :{'x' * room}") == ["PRIVMSG"]
    assert len(ann.hears()[0]) == 510
    assert bob.codes(f"PRIVMSG ann :{'x' * (room + 1)}") == ["417"]
    assert bob.codes(f"NOTICE ann :{'x' * (room + 2)}") == ["417"]
    party.join("zoe", "#a")
    bob.says("JOIN #a")
    assert bob.codes(f"PRIVMSG #a :{'x' * (room + 4)}") == ["417"]
    assert ann.hears() == []


def test_who_cannot_learn_of_a_refusal_is_passed_on_to_a_channel_in_several_messages() -> None:
    """Programs that do not count show a line as said, whatever becomes of it."""
    party = Party()
    bob, ann = party.join("bob", "#a"), party.join("ann", "#a")
    bob.hears()
    before = ":bob!bob@10.0.0.1 PRIVMSG #a :"
    room = 512 - len(f"{before}\r\n")
    assert bob.codes(f"PRIVMSG #a :{'x' * room}") == []
    assert ann.hears() == [before + "x" * room]
    assert bob.codes(f"PRIVMSG #a :{'x' * (room + 1)}") == []
    assert ann.hears() == [before + "x" * room, f"{before}x"]
    words = "wörter " * (room // 8 + 2)
    bob.says(f"PRIVMSG #a :{words.strip()}")
    heard = [line.partition(" #a ")[2].removeprefix(":") for line in ann.hears()]
    assert (len(heard), " ".join(heard)) == (2, words.strip())
    bob.says(f"PRIVMSG #a :\x01ACTION {'y' * (room - 8)}\x01")
    heard = [line.partition(" #a ")[2].removeprefix(":") for line in ann.hears()]
    assert heard == [f"\x01ACTION {'y' * (room - 9)}\x01", "\x01ACTION y\x01"]
    assert bob.codes(f"PRIVMSG #a :\x01VERSION {'y' * room}\x01") == ["417"]
    assert bob.codes(f"NOTICE #a :{'x' * (room + 2)}") == []
    assert len(ann.hears()) == 2
    private = 512 - len(":bob!bob@10.0.0.1 PRIVMSG ann :\r\n")
    assert bob.codes(f"PRIVMSG ann :{'x' * (private + 1)}") == ["417"]
    assert ann.hears() == []


def test_an_empty_permanent_room_may_be_spoken_to_only_from_within() -> None:
    party = Party()
    bob = party.join("bob")
    assert bob.codes("PRIVMSG #hubbub :anybody") == ["404"]


def test_the_name_is_as_the_hub_spells_it() -> None:
    party = Party()
    bob, ann = party.join("bob"), party.join("Ann")
    bob.says("PRIVMSG aNN :hi")
    assert ann.hears() == [":bob!bob@10.0.0.1 PRIVMSG Ann :hi"]
