"""labeled-response: one reply carries the label, several a batch, none an ACK."""

from __future__ import annotations

from tests.hub.party import Party, tags_of, untagged

CAPS = "labeled-response batch echo-message"


def test_no_reply_is_acknowledged() -> None:
    assert Party().join("bob", caps=CAPS).says("@label=a1 PONG x") == ["@label=a1 :hub ACK"]


def test_one_reply_carries_the_label() -> None:
    assert Party().join("bob", caps=CAPS).says("@label=a\\s1 PING x") == ["@label=a\\s1 :hub PONG hub x"]


def test_several_replies_are_a_batch() -> None:
    bob = Party().join("bob", caps=CAPS)
    opening, *inside, closing = bob.says("@label=w WHOIS bob")
    assert opening == "@label=w :hub BATCH +1 labeled-response"
    assert len(inside) > 2
    assert all(line.startswith("@batch=1 :hub ") for line in inside)
    assert closing == ":hub BATCH -1"
    assert bob.says("@label=x LUSERS")[0] == "@label=x :hub BATCH +2 labeled-response"


def test_an_own_join_is_inside_the_batch_and_others_see_no_label() -> None:
    party = Party()
    ann = party.join("ann", "#a", caps=CAPS)
    bob = party.join("bob", caps=CAPS)
    heard = bob.says("@label=j JOIN #a")
    assert untagged(heard[1]) == ":bob!bob@10.0.0.2 JOIN #a"
    assert tags_of(heard[1]) == {"batch": "1"}
    assert ann.hears() == [":bob!bob@10.0.0.2 JOIN #a"]


def test_an_echo_carries_the_label_and_the_delivery_does_not() -> None:
    party = Party()
    ann, bob = party.join("ann", caps=CAPS), party.join("bob", caps=CAPS)
    assert bob.says("@label=m PRIVMSG ann :hi") == ["@label=m :bob!bob@10.0.0.2 PRIVMSG ann :hi"]
    assert ann.hears() == [":bob!bob@10.0.0.2 PRIVMSG ann :hi"]


def test_a_message_to_oneself_comes_once_with_and_once_without() -> None:
    bob = Party().join("bob", caps=CAPS)
    line = ":bob!bob@10.0.0.1 PRIVMSG bob :hi"
    assert sorted(bob.says("@label=m PRIVMSG bob :hi")) == [line, f"@label=m {line}"]


def test_the_label_comes_with_time_and_id() -> None:
    bob = Party().join("bob", caps=f"{CAPS} message-tags server-time")
    (echo,) = bob.says("JOIN #a", "@label=m;+x=y PRIVMSG #a :hi")[-1:]
    assert list(tags_of(echo)) == ["label", "time", "msgid", "+x"]


def test_labels_need_both_capabilities_and_no_more_than_64_bytes() -> None:
    party = Party()
    assert party.join("a").says("@label=l PING x") == [":hub PONG hub x"]
    assert party.join("b", caps="labeled-response").says("@label=l PING x") == [":hub PONG hub x"]
    bob = party.join("c", caps=CAPS)
    assert bob.says(f"@label={'l' * 65} PING x") == [":hub PONG hub x"]
    assert bob.says("@label= PING x") == [":hub PONG hub x"]
    assert tags_of(bob.says(f"@label={'l' * 64} PING x")[0]) == {"label": "l" * 64}


def test_errors_carry_the_label() -> None:
    bob = Party().join("bob", caps=CAPS)
    assert bob.says("@label=e NOSUCH") == ["@label=e :hub 421 bob NOSUCH :Unknown command"]
    assert bob.says("@label=e JOIN") == ["@label=e :hub 461 bob JOIN :Not enough parameters"]
    (line,) = bob.says(b"@label=e PRIVMSG bob :\xff")
    assert line.startswith("@label=e :hub FAIL PRIVMSG INVALID_UTF8 :")


def test_quit_is_acknowledged_before_the_error() -> None:
    heard = Party().join("bob", caps=CAPS).says("@label=q QUIT")
    assert heard == ["@label=q :hub ACK", "ERROR :Closing link: 10.0.0.1 (Quit)"]
