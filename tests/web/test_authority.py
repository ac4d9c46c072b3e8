"""Hosts and origins as browsers write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.authority import (
    Authority,
    Origin,
    default_port,
    parse_authority,
    parse_host,
    parse_origin,
)


@pytest.mark.parametrize(
    ("text", "authority"),
    [
        ("chat.example.org", Authority("chat.example.org")),
        ("Chat.Example.ORG:6667", Authority("chat.example.org", 6667)),
        ("chat.example.org.", Authority("chat.example.org")),
        ("chat.example.org.:80", Authority("chat.example.org", 80)),
        ("localhost:1", Authority("localhost", 1)),
        ("my_pc-2", Authority("my_pc-2")),
        ("192.168.1.24:65535", Authority("192.168.1.24", 65535)),
        ("[FD00::1]", Authority("fd00::1")),
        ("[::1]:6667", Authority("::1", 6667)),
    ],
)
def test_a_host_is_read_with_its_port(text: str, authority: Authority) -> None:
    assert parse_authority(text) == authority


@pytest.mark.parametrize(
    "text",
    [
        *("", ":", ":80", ".", "..", "a..b", ".a", "a b", "a/b", "user@host", "höst", "a,b", "a\r\nb", "<b>"),
        *("a:", "a:0", "a:65536", "a:-1", "a:+1", "a:99999999999", "a:１", "a:b", "a:1:2", "::1"),
        *("[::1", "[::1]x", "[::1]:", "[::1]:0", "[host]", "[]", "[fe80::1%eth0]", "a" * 254),
    ],
)
def test_what_is_no_host_is_not_read(text: str) -> None:
    assert parse_authority(text) is None


@pytest.mark.parametrize(
    ("authority", "text"),
    [
        (Authority("chat.example.org"), "chat.example.org:80"),
        (Authority("chat.example.org", 6667), "chat.example.org:6667"),
        (Authority("fd00::1", 6667), "[fd00::1]:6667"),
        (Authority("fd00::1"), "[fd00::1]:80"),
    ],
)
def test_a_host_is_written_with_a_port(authority: Authority, text: str) -> None:
    assert authority.with_port(80) == text


@pytest.mark.parametrize(
    ("host", "is_address"),
    [("192.168.1.24", True), ("::1", True), ("localhost", False), ("1.2.3.4.5", False), ("0x7f.1", False)],
)
def test_an_address_is_told_from_a_name(host: str, is_address: bool) -> None:
    assert Authority(host).is_address is is_address


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("chat.example.org:6667", "chat.example.org"),
        ("FD00::1", "fd00::1"),
        ("[fd00::1]:6667", "fd00::1"),
        ("203.0.113.5", "203.0.113.5"),
        ("", None),
        ("no host", None),
    ],
)
def test_a_host_is_read_as_people_give_it(text: str, host: str | None) -> None:
    assert parse_host(text) == host


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://chat.example.org", Origin("https", "chat.example.org", 443)),
        ("https://chat.example.org/", Origin("https", "chat.example.org", 443)),
        ("HTTP://Chat.example.org:8080", Origin("http", "chat.example.org", 8080)),
        ("http://[::1]", Origin("http", "::1", 80)),
        ("tauri://localhost", Origin("tauri", "localhost", None)),
    ],
)
def test_an_origin_is_read_with_the_port_that_its_scheme_means(text: str, origin: Origin) -> None:
    assert parse_origin(text) == origin


@pytest.mark.parametrize(
    "text",
    [
        *("null", "", "chat.example.org", "://a", "https://", "https:///", "https://a/path", "https://a?b"),
        *("https://user@a", "*", "https://*", "1http://a", "http s://a", "file://", "https://a https://b"),
    ],
)
def test_what_is_no_origin_is_not_read(text: str) -> None:
    assert parse_origin(text) is None


def test_only_the_schemes_of_the_web_have_a_port_of_their_own() -> None:
    assert [default_port(scheme) for scheme in ("http", "https", "ws", "wss", "irc")] == [
        80,
        443,
        80,
        443,
        None,
    ]


@given(st.text())
def test_no_text_breaks_the_readers(text: str) -> None:
    for prefix in ("", "[", "https://", "a:"):
        parse_authority(prefix + text)
        parse_origin(prefix + text)
        parse_host(prefix + text)
