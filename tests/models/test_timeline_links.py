"""Where links begin and end, and what is shown of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.timeline_links import find_link, shown_and_target


def links(text: str) -> list[str]:
    found = []
    at = 0
    while (link := find_link(text, at)) is not None:
        assert at <= link.start < link.end <= len(text)
        assert link.start < link.marks <= link.end
        found.append(text[link.start : link.end])
        at = link.end
    return found


@pytest.mark.parametrize(
    ("text", "link"),
    [
        # the sentence goes on
        ("see http://a.b/c, please", "http://a.b/c"),
        ("irc://irc.example.org/chan.", "irc://irc.example.org/chan"),
        ("https://a.b/?q=1&r=2#x.", "https://a.b/?q=1&r=2#x"),
        ("mailto:a@b.c!", "mailto:a@b.c"),
        ("is it https://a.b/c?", "https://a.b/c"),
        ("https://a.b/c...", "https://a.b/c"),
        ("https://a.b/c…", "https://a.b/c"),
        ("https://a.b/c؟", "https://a.b/c"),
        ("https://a.b/c।", "https://a.b/c"),
        ("https://a.b:8080.", "https://a.b:8080"),
        ("https://a.b:", "https://a.b"),
        # quotes of all kinds
        ("“https://example.org/a”", "https://example.org/a"),
        ("“https://example.org/a”he said", "https://example.org/a"),
        ("„https://example.org/a“", "https://example.org/a"),
        ("»https://example.org/a«", "https://example.org/a"),
        ("‹https://example.org/a›", "https://example.org/a"),
        ("‘https://example.org/a’", "https://example.org/a"),
        ("'https://example.org/a'", "https://example.org/a"),
        ("<https://example.org/a>", "https://example.org/a"),
        ("(see `https://example.org/a`)", "https://example.org/a"),
        ("https://fr.example.org/L’Équipe", "https://fr.example.org/L’Équipe"),
        # brackets of all scripts
        ("(https://a.b/c_(d))", "https://a.b/c_(d)"),
        ("[a page](https://a.b/c): more", "https://a.b/c"),
        ("(https://a.b/c)好", "https://a.b/c"),
        ("（看https://a.b/c）好", "https://a.b/c"),
        ("「https://a.b/c」", "https://a.b/c"),
        ("【https://a.b/c】好", "https://a.b/c"),
        ("《https://a.b/c》", "https://a.b/c"),
        ("https://a.b/c（重要）", "https://a.b/c"),
        ("https://zh.example.org/wiki/苹果（公司）", "https://zh.example.org/wiki/苹果（公司）"),
        ("https://a.b/c(", "https://a.b/c"),
        ("http://[fe80::1]:6667/x]", "http://[fe80::1]:6667/x"),
        # scripts without spaces, letters that touch
        ("看https://example.org/a，好", "https://example.org/a"),
        ("看https://example.org/a。好", "https://example.org/a"),
        ("看https://example.org/a、https", "https://example.org/a"),
        ("看 https://example.org/好", "https://example.org/好"),
        ("voilàhttps://example.org/a", "https://example.org/a"),
        ("_https://example.org/a", "https://example.org/a"),
        ("seehttps://example.org/a", "https://example.org/a"),
        ("1.https://example.org/a", "https://example.org/a"),
        ("look.https://example.org/a", "https://example.org/a"),
        ("看mailto:a@b.c", "mailto:a@b.c"),
        # what is not seen
        ("https://example.org/a\u200b", "https://example.org/a"),
        ("https://example.org/a\u200bb", "https://example.org/a"),
        ("https://example.org/\u202egpj.exe", "https://example.org/"),
        ("https://example.org/a\u2066b", "https://example.org/a"),
        ("https://example.org/a\u00ad", "https://example.org/a"),
        ("https://example.org/a\ufeff", "https://example.org/a"),
        ("https://example.org/a\u00a0b", "https://example.org/a"),
        ("https://example.org/a\u3000b", "https://example.org/a"),
        ("https://example.org/a\u2028b", "https://example.org/a"),
        ("https://example.org/a\u3164", "https://example.org/a"),
        ("https://example.org/a\U000e0041", "https://example.org/a"),
        ("https://example.org/a\ufe0f", "https://example.org/a"),
        ("\u200bhttps://example.org/a", "https://example.org/a"),
        # marks that are part of it
        ("https://youtu.be/abc_", "https://youtu.be/abc_"),
        ("https://youtu.be/abc_.", "https://youtu.be/abc_"),
        ("https://uni.example/~", "https://uni.example/~"),
        ("~https://uni.example/a~", "https://uni.example/a"),
        ("https://a.b/*", "https://a.b/*"),
        # other programs
        ("git+https://a.b/c", "git+https://a.b/c"),
        ("steam://run/440", "steam://run/440"),
        ("obsidian:///note", "obsidian:///note"),
        ("hubbub://192.168.1.5:6667/room?fp=ab", "hubbub://192.168.1.5:6667/room?fp=ab"),
        ("HTTPS://EXAMPLE.ORG", "HTTPS://EXAMPLE.ORG"),
        # without a scheme
        ("see www.example.org.", "www.example.org"),
        ("(www.example.org/a_(b))", "www.example.org/a_(b)"),
        ("看www.example.org，", "www.example.org"),
    ],
)
def test_a_link_is_what_people_take_for_one(text: str, link: str) -> None:
    assert links(text) == [link]


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "javascript://x%0aalert(1)",
        "file:///etc/passwd",
        "FILE://host/share",
        "data://x",
        "://a",
        "1://a",
        "http://",
        "http://.",
        "http:// a",
        "https://?q",
        "hubbub:///",
        "mailto:",
        "mailto:mara",
        "www.",
        "www.mara",
        "www..example.org",
        "awww.example.org",
        "mara@www.example.org",
        "a/www.example.org",
        "https://a.b:99999/",
        "https://a.b:x/",
        "https://example.org⁄login.example.net",  # U+2044, drawn like a slash
        "https://example.org∕login.example.net",
        "https://a|b",
    ],
)
def test_what_leads_nowhere_or_to_a_file_is_none(text: str) -> None:
    assert links(text) == []


def test_each_of_several_is_found() -> None:
    assert links("https://a.b/c,https://d.e/f (www.g.hi) mailto:j@k.l") == [
        "https://a.b/c,https://d.e/f",
        "www.g.hi",
        "mailto:j@k.l",
    ]


@pytest.mark.parametrize(
    ("address", "shown", "target"),
    [
        ("https://example.org/a_", "https://example.org/a_", "https://example.org/a_"),
        ("www.example.org", "www.example.org", "https://www.example.org"),
        ("https://münchen.example/ä", "https://münchen.example/ä", "https://münchen.example/ä"),
        ("https://аpple.com:80/а", "https://xn--pple-43d.com:80/а", "https://xn--pple-43d.com:80/а"),
        ("https://mara@аpple.com?", "https://mara@xn--pple-43d.com?", "https://mara@xn--pple-43d.com?"),
        (
            "mailto:a@аpple.com?subject=x",
            "mailto:a@xn--pple-43d.com?subject=x",
            "mailto:a@xn--pple-43d.com?subject=x",
        ),
        ("www.аpple.com", "www.xn--pple-43d.com", "https://www.xn--pple-43d.com"),
        ("foo:///аpple.com", "foo:///аpple.com", "foo:///аpple.com"),
    ],
)
def test_a_host_that_looks_like_another_is_spelled_out(address: str, shown: str, target: str) -> None:
    assert shown_and_target(address) == (shown, target)


@given(
    st.text(alphabet=st.sampled_from("ahtps:/w.mailo@b()（）「」*_~,。 \u200b\u202e1[]#?好а"), max_size=80)
)
def test_any_text_has_sound_links(text: str) -> None:
    for link in links(text):
        assert not set(link) & set(" \u200b\u202e。「」")
        shown, target = shown_and_target(link)
        assert target.endswith(shown)
