"""Bot mode. https://ircv3.net/specs/extensions/bot-mode"""

from __future__ import annotations

from tests.hub.party import Friend, Party, tags_of, untagged


def _bot(party: Party, *, caps: str = "") -> Friend:
    bot = party.join("robo", "#a", caps=caps)
    bot.says("MODE robo +B")
    party.quiet()
    return bot


def test_who_is_a_bot_says_so_by_a_mode() -> None:
    bot = Party().join("robo")
    assert bot.says("MODE robo +B", "MODE robo") == [":robo!robo@10.0.0.1 MODE robo +B", ":hub 221 robo +B"]
    assert bot.says("MODE robo -B") == [":robo!robo@10.0.0.1 MODE robo -B"]


def test_it_is_told_to_who_asks_about_them() -> None:
    party = Party()
    _bot(party)
    ann = party.join("ann", "#a")
    assert ":hub 335 ann robo :is a bot" in ann.says("WHOIS robo")
    assert ann.says("WHO robo")[0] == ":hub 352 ann * robo 10.0.0.1 hub robo HB :0 Robo Real"
    assert ann.says("WHO #a")[0] == ":hub 352 ann #a robo 10.0.0.1 hub robo H@B :0 Robo Real"
    assert ann.says("WHO #a %nf")[0] == ":hub 354 ann robo H@B"
    assert "335" not in ann.codes("WHOIS ann")


def test_all_that_they_do_carries_the_tag_for_those_who_know_tags() -> None:
    party = Party()
    ann, old = party.join("ann", "#a", caps="message-tags"), party.join("old", "#a")
    bot = _bot(party, caps="message-tags echo-message")
    echo = bot.says("PRIVMSG #a :beep")[0]
    bot.says("PRIVMSG ann :boop", "TOPIC #a :x", "NICK robo2", "PART #a")
    heard = ann.hears()
    assert all(tags_of(line)["bot"] == "" for line in [echo, *heard])
    assert all("bot=" not in line for line in heard)
    assert [untagged(line).split(" ")[1] for line in heard] == ["PRIVMSG", "PRIVMSG", "NICK", "PART"]
    assert not any(line.startswith("@") for line in old.hears())


def test_so_does_what_is_told_again_later() -> None:
    party = Party()
    bot = _bot(party, caps="message-tags")
    bot.says("PRIVMSG #a :beep", "@+draft/reply=x PRIVMSG #a :boop")
    late = party.join("late", caps="batch message-tags server-time draft/chathistory")
    late.says("JOIN #a")
    texts = [line for line in late.says("CHATHISTORY LATEST #a * 9") if " PRIVMSG " in line]
    assert ["bot" in tags_of(line) for line in texts] == [True, True]
    assert tags_of(texts[1])["+draft/reply"] == "x"


def test_people_carry_none() -> None:
    party = Party()
    ann = party.join("ann", "#a", caps="message-tags")
    party.join("bob", "#a").says("PRIVMSG #a :hi")
    assert "bot" not in tags_of(ann.hears()[-1])


def test_it_is_told_at_the_start() -> None:
    heard = Party().connect("ann").says("NICK ann", "USER ann 0 * :Ann")
    assert " BOT=B " in " ".join(line for line in heard if " 005 " in line)
