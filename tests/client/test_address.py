"""What people type and paste as an address."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.client.address import (
    Address,
    AddressError,
    AddressProblem,
    HostPort,
    Scheme,
    invite_link,
    message_link,
    page_link,
    parse_address,
)


def typed(host: str, port: int | None = None) -> Address:
    return Address(host=host, explicit_port=port)


@pytest.mark.parametrize(
    ("text", "address", "written"),
    [
        ("192.168.1.42", typed("192.168.1.42"), "192.168.1.42"),
        ("  192.168.1.42\n", typed("192.168.1.42"), "192.168.1.42"),
        ("192.168.001.042:6668", typed("192.168.1.42", 6668), "192.168.1.42:6668"),
        ("host:6667", typed("host", 6667), "host"),
        ("My-PC.local.", typed("my-pc.local"), "my-pc.local"),
        ("my_pc", typed("my_pc"), "my_pc"),
        ("host/", typed("host"), "host"),
        ("host:7000/", typed("host", 7000), "host:7000"),
        ("<host>", typed("host"), "host"),
        ("host 7000", typed("host", 7000), "host:7000"),
        ("fd00::1 7000", typed("fd00::1", 7000), "[fd00::1]:7000"),
        ("::1", typed("::1"), "[::1]"),
        ("[FD00::1]", typed("fd00::1"), "[fd00::1]"),
        ("fd00:0:0::0001", typed("fd00::1"), "[fd00::1]"),
        ("FE80:0::01%eth0", typed("fe80::1%eth0"), "[fe80::1%eth0]"),
        ("::ffff:192.168.1.42", typed("192.168.1.42"), "192.168.1.42"),
        ("[::ffff:c0a8:12a]:7000", typed("192.168.1.42", 7000), "192.168.1.42:7000"),
        ("[::1]:7000", typed("::1", 7000), "[::1]:7000"),
        ("fe80::1%eth0", typed("fe80::1%eth0"), "[fe80::1%eth0]"),
        ("bücher.example", typed("xn--bcher-kva.example"), "xn--bcher-kva.example"),
        ("１９２．１６８．１．２：７０００", typed("192.168.1.2", 7000), "192.168.1.2:7000"),
        ("come to 10.0.0.5:6668 ok?", typed("10.0.0.5", 6668), "10.0.0.5:6668"),
        ("the address is 10.0.0.5, bye", typed("10.0.0.5"), "10.0.0.5"),
        ("it is [::1]:7000 today", typed("::1", 7000), "[::1]:7000"),
        ("[10:42] mara: 192.168.1.24:6668", typed("192.168.1.24", 6668), "192.168.1.24:6668"),
        ("[10:42 AM] mara: [fd00::1]:6668", typed("fd00::1", 6668), "[fd00::1]:6668"),
        ("[10:42:13] mara: fd00::1, come", typed("fd00::1"), "[fd00::1]"),
        ("[10:42] mara: hi\n[10:43] mara: mara-pc:6668", typed("mara-pc", 6668), "mara-pc:6668"),
        ("Mara: 192.168.1.24", typed("192.168.1.24"), "192.168.1.24"),
        ("192.168.1.24:6668.", typed("192.168.1.24", 6668), "192.168.1.24:6668"),
        ("192.168.1.24?", typed("192.168.1.24"), "192.168.1.24"),
        ("`192.168.1.24`", typed("192.168.1.24"), "192.168.1.24"),
        ("It is **192.168.1.24:6668**…", typed("192.168.1.24", 6668), "192.168.1.24:6668"),
        ("> 192.168.1.24", typed("192.168.1.24"), "192.168.1.24"),
        ("\u2068192.168.1.24\u2069\u200b", typed("192.168.1.24"), "192.168.1.24"),
        ("host: 6668", typed("host", 6668), "host:6668"),
        ("host :6668", typed("host", 6668), "host:6668"),
        ("192.168.1.24 port 6668", typed("192.168.1.24", 6668), "192.168.1.24:6668"),
        ("mara-pc, Port: 6668", typed("mara-pc", 6668), "mara-pc:6668"),
        ("come to 192.168.1.24, port 6668, now", typed("192.168.1.24", 6668), "192.168.1.24:6668"),
        ("192.168.1.24 (or 192.168.1.24:6668)", typed("192.168.1.24", 6668), "192.168.1.24:6668"),
        ("192.168.1.24/24", typed("192.168.1.24"), "192.168.1.24"),
        ("fd00::1/64", typed("fd00::1"), "[fd00::1]"),
        (
            "127.0.0.1:22002/hall",
            Address(host="127.0.0.1", explicit_port=22002, room="#hall"),
            "127.0.0.1:22002/hall",
        ),
        ("host/%23%23c", Address(host="host", room="##c"), "host/%23%23c"),
        ("host/24", Address(host="host", room="#24"), "host/24"),
        (
            "10.0.0.1:6670/club?fp=ab",
            Address(
                host="10.0.0.1", explicit_port=6670, scheme=Scheme.HUBBUB, room="#club", fingerprint="ab"
            ),
            "hubbub://10.0.0.1:6670/club?fp=ab",
        ),
        ("http://192.168.1.24:7668/", typed("192.168.1.24", 6668), "192.168.1.24:6668"),
        ("Look: HTTP://192.168.1.24:6668/#.", typed("192.168.1.24", 6668), "192.168.1.24:6668"),
        ("https://[fd00::1]:7668", typed("fd00::1", 6668), "[fd00::1]:6668"),
        (
            "irc://irc.example.org/#python",
            Address(host="irc.example.org", scheme=Scheme.IRC, room="#python"),
            "irc://irc.example.org/python",
        ),
        ("IRC://x/python,needkey", Address(host="x", scheme=Scheme.IRC, room="#python"), "irc://x/python"),
        ("irc://x/%23%23c", Address(host="x", scheme=Scheme.IRC, room="##c"), "irc://x/%23%23c"),
        ("irc://x/&local", Address(host="x", scheme=Scheme.IRC, room="&local"), "irc://x/%26local"),
        ("irc://x/a%20b", Address(host="x", scheme=Scheme.IRC), "irc://x"),
        ("irc://user@x:7000", Address(host="x", explicit_port=7000, scheme=Scheme.IRC), "irc://x:7000"),
        ("ircs://x", Address(host="x", scheme=Scheme.IRCS), "ircs://x"),
        ("ircs://x:6667", Address(host="x", explicit_port=6667, scheme=Scheme.IRCS), "ircs://x:6667"),
        (
            "Join us:\nhubbub://10.0.0.1:6670/robotics?fp=ab-c. See you!",
            Address(
                host="10.0.0.1",
                explicit_port=6670,
                scheme=Scheme.HUBBUB,
                room="#robotics",
                fingerprint="ab-c",
            ),
            "hubbub://10.0.0.1:6670/robotics?fp=ab-c",
        ),
        (
            "hubbub://[::1]?fp=x",
            Address(host="::1", scheme=Scheme.HUBBUB, fingerprint="x"),
            "hubbub://[::1]?fp=x",
        ),
    ],
)
def test_an_address_is_read_and_written(text: str, address: Address, written: str) -> None:
    assert parse_address(text) == address
    assert str(address) == written
    again = parse_address(written)
    assert (again.host, again.port, again.room) == (address.host, address.port, address.room)


def test_a_link_may_name_further_ways_to_one_hub() -> None:
    text = "hubbub://10.0.0.1:6670/club?fp=ab&at=10.0.0.2:6671,[FE80::1]:6672,pi.local"
    address = parse_address(text)
    further = (HostPort("10.0.0.2", 6671), HostPort("fe80::1", 6672), HostPort("pi.local", 6667))
    assert address.alternatives == further
    assert address.ways == (HostPort("10.0.0.1", 6670), *further)
    written = "hubbub://10.0.0.1:6670/club?fp=ab&at=10.0.0.2:6671,[fe80::1]:6672,pi.local:6667"
    assert str(address) == written
    assert parse_address(written) == parse_address(written.replace(",", "%2C").replace("[", "%5B")) == address


@pytest.mark.parametrize(
    ("at", "ports"),
    [
        ("", []),
        (",,", []),
        ("10.0.0.1:6667", []),
        ("10.0.0.2:1,10.0.0.2:1", [1]),
        ("10.0.0.2:0,10.0.0.2:x,300.1.1.1,[::1,a@b,,10.0.0.2:7", [7]),
        (",".join(f"10.0.0.2:{port}" for port in range(1, 100)), [1, 2, 3]),
        ("9" * 5000, []),
    ],
)
def test_of_further_ways_only_a_few_and_only_addresses_are_taken(at: str, ports: list[int]) -> None:
    address = parse_address(f"hubbub://10.0.0.1/club?fp=ab&at={at}")
    assert [way.port for way in address.alternatives] == ports


def test_nobody_is_tried_whom_nothing_proves() -> None:
    for text in ("hubbub://10.0.0.1/club?at=10.0.0.2", "irc://10.0.0.1/club?fp=ab&at=10.0.0.2", "10.0.0.1"):
        address = parse_address(text)
        assert address.ways == (HostPort("10.0.0.1", 6667),)


def test_an_invite_link_is_made_of_the_ways_in() -> None:
    ways = ["10.0.0.1:6667", "[fd00::1]:6667", "10.0.0.3:6667", "10.0.0.4:6667", "10.0.0.5:6667"]
    link = invite_link(ways, "#café", "ab", "s3cret/+")
    address = parse_address(f"Come in: {link}")
    assert list(map(str, address.ways)) == ways[:4]
    assert (address.room, address.fingerprint, address.owner_secret) == ("#café", "ab", "s3cret/+")
    assert invite_link(ways[:1], "#club", "ab") == "hubbub://10.0.0.1:6667/club?fp=ab"


MSGID = "01HZX3KQ8D" + "A" * 16


@pytest.mark.parametrize("channel", ["#club", "##deep", "&local", "#café"])
def test_a_link_may_lead_to_a_message(channel: str) -> None:
    ways = ["10.0.0.1:6667", "[fd00::1]:6667"]
    link = message_link(ways, channel, "ab", MSGID)
    address = parse_address(f"See {link}, please")
    assert (address.room, address.fingerprint, address.message) == (channel, "ab", MSGID)
    assert list(map(str, address.ways)) == ways
    assert "m=" not in str(address), "the room is remembered, not what was to be read there"


def test_a_link_to_a_message_beside_the_room_names_both_channels() -> None:
    for channel in ("#tea", "##deep", "&local"):
        address = parse_address(message_link(["10.0.0.1:6667"], channel, "ab", MSGID, room="#club"))
        assert (address.room, address.channel, address.message) == ("#club", channel, MSGID)
    assert parse_address(message_link(["10.0.0.1:6667"], "#Club", "ab", MSGID, room="#club")).channel == ""
    assert parse_address("irc://10.0.0.1/club?c=tea").channel == ""


@pytest.mark.parametrize(
    "text",
    [
        "hubbub://10.0.0.1/club?fp=ab&m=nonsense",
        f"hubbub://10.0.0.1/club?fp=ab&m={MSGID}x",
        f"hubbub://10.0.0.1/club?m={MSGID}",
        f"irc://10.0.0.1/club?fp=ab&m={MSGID}",
    ],
)
def test_only_ids_of_hubs_are_taken_for_messages(text: str) -> None:
    assert parse_address(text).message == ""


FINGERPRINT = bytes(range(32)).hex()
PAGE_LINK = "http://192.168.1.24:7667/#AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"


def test_the_link_to_a_page_names_its_certificate() -> None:
    assert page_link("http://192.168.1.24:7667/", FINGERPRINT) == PAGE_LINK


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (PAGE_LINK, "hubbub://192.168.1.24"),
        (f"Come in: {PAGE_LINK}. See you!", "hubbub://192.168.1.24"),
        (PAGE_LINK.replace("http:", "HTTPS:"), "hubbub://192.168.1.24"),
        (PAGE_LINK.replace(":7667/", ":7668"), "hubbub://192.168.1.24:6668"),
        (PAGE_LINK.replace("192.168.1.24", "[FE80:0::1]"), "hubbub://[fe80::1]"),
        (PAGE_LINK.replace("192.168.1.24:7667", "chat.example.org"), "hubbub://chat.example.org"),
        (PAGE_LINK.replace(":7667", ":443"), "hubbub://192.168.1.24"),
        (PAGE_LINK.replace(":7667", ":6697"), "hubbub://192.168.1.24"),
    ],
)
def test_the_link_to_a_page_leads_to_its_hub(text: str, written: str) -> None:
    address = parse_address(text)
    assert (address.scheme, address.fingerprint, address.room) == (Scheme.HUBBUB, FINGERPRINT, "")
    assert str(address) == f"{written}?fp={FINGERPRINT}"
    again = parse_address(str(address))
    assert replace(again, explicit_port=None) == replace(address, explicit_port=None)
    assert again.port == address.port


@pytest.mark.parametrize(
    "text",
    [
        *("http://192.168.1.24/", "http://192.168.1.24:80/", PAGE_LINK[:-1], f"{PAGE_LINK}A"),
        *("http://192.168.1.24:7667/x", "http://192.168.1.24:7667/?a", "ws://192.168.1.24:7667/"),
        *(PAGE_LINK.replace("/#", "/x#"), PAGE_LINK.replace("#", "?a#"), PAGE_LINK.replace("http:", "ftp:")),
    ],
)
def test_pages_of_the_web_are_no_rooms(text: str) -> None:
    with pytest.raises(AddressError) as error:
        parse_address(text)
    assert error.value.problem is AddressProblem.UNKNOWN_SCHEME


def test_ports_have_their_defaults() -> None:
    assert parse_address("x").port == 6667
    assert parse_address("ircs://x").port == 6697
    assert parse_address("ircs://x").encrypted
    assert not parse_address("irc://x").encrypted
    assert parse_address("x:7000").port == 7000


def test_an_owners_link_is_read_and_its_secret_not_shown() -> None:
    address = parse_address("hubbub://10.0.0.1/room?fp=x&owner=s3cret")
    assert address.owner_secret == "s3cret"
    assert "s3cret" not in str(address) + repr(address)


def test_an_owners_link_that_names_no_host_gives_its_secret_to_nobody() -> None:
    for text in ("hubbub://10.0.0.1/room?owner=s3cret", "irc://10.0.0.1/room?owner=s3cret"):
        assert parse_address(text).owner_secret is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", AddressProblem.MISSING),
        ("  \n ", AddressProblem.MISSING),
        ("()", AddressProblem.MISSING),
        ("a b c", AddressProblem.SPACES),
        ("10.0.0.1:1 or 10.0.0.2:2", AddressProblem.SEVERAL),
        ("10.0.0.1,10.0.0.2", AddressProblem.SEVERAL),
        ("10.0.0.1:1 10.0.0.1:2", AddressProblem.SEVERAL),
        (" ".join(f"{'x' * 60}.example:{port}" for port in range(1, 9)), AddressProblem.SEVERAL),
        ("at 10:42 or 10:42:13", AddressProblem.SPACES),
        ("[10:42] mara: not yet", AddressProblem.SPACES),
        ("a,b", AddressProblem.NOT_A_NAME),
        ("fe80::7", AddressProblem.ZONE_MISSING),
        ("[fe80::7]:6667", AddressProblem.ZONE_MISSING),
        ("it is fe80::7, bye", AddressProblem.ZONE_MISSING),
        ("http://[fe80::7]:7667/", AddressProblem.ZONE_MISSING),
        ("http://x", AddressProblem.UNKNOWN_SCHEME),
        ("see FTP://x/y", AddressProblem.UNKNOWN_SCHEME),
        ("x:0", AddressProblem.PORT_OUT_OF_RANGE),
        ("x:65536", AddressProblem.PORT_OUT_OF_RANGE),
        ("x:" + "9" * 5000, AddressProblem.PORT_OUT_OF_RANGE),
        ("x:abc", AddressProblem.PORT_NOT_A_NUMBER),
        ("x:-1", AddressProblem.PORT_NOT_A_NUMBER),
        (":6667", AddressProblem.HOST_MISSING),
        ("irc:///room", AddressProblem.HOST_MISSING),
        ("[::1", AddressProblem.BRACKETS),
        ("[::1]x", AddressProblem.BRACKETS),
        ("[::1]:x", AddressProblem.PORT_NOT_A_NUMBER),
        ("1:2:3", AddressProblem.NOT_IPV6),
        ("fe80::1%", AddressProblem.NO_ZONE),
        ("fe80::1%a$b", AddressProblem.NO_ZONE),
        ("300.1.1.1", AddressProblem.NOT_IPV4),
        ("1.2.3", AddressProblem.NOT_IPV4),
        ("1.2.3.4444", AddressProblem.NOT_IPV4),
        ("1..2.3", AddressProblem.NOT_IPV4),
        ("-x-", AddressProblem.NOT_A_NAME),
        ("a..b", AddressProblem.NOT_A_NAME),
        ("x" * 64, AddressProblem.NOT_A_NAME),
        ("x." * 200 + "y", AddressProblem.NOT_A_NAME),
        ("🎉" * 80, AddressProblem.NOT_A_NAME),
        ("a@b", AddressProblem.NOT_A_NAME),
    ],
)
def test_what_is_no_address_is_refused_with_what_is_wrong(text: str, problem: AddressProblem) -> None:
    with pytest.raises(AddressError) as error:
        parse_address(text)
    assert error.value.problem is problem
    assert len(error.value.text) < 100


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("see FTP://x/y", "ftp"),
        ("x:65536", "65536"),
        ("x:" + "9" * 5000, "9" * 12),
        ("x:abc", "abc"),
        ("[FE80::7]", "fe80::7"),
        ("10.0.0.1:1 or 10.0.0.2:2", "10.0.0.1:1, 10.0.0.2:2"),
        ("[::1]:x", "x"),
        ("a@b", "a@b"),
        ("x" * 64, "x" * 60 + "…"),
    ],
)
def test_what_is_wrong_comes_with_the_part_that_is(text: str, part: str) -> None:
    with pytest.raises(AddressError) as error:
        parse_address(text)
    assert error.value.text == part


@given(st.text())
def test_whatever_is_typed_is_an_address_or_refused(text: str) -> None:
    try:
        address = parse_address(text)
    except AddressError:
        return
    assert 0 < address.port < 65536
    assert address.host.isascii()
    assert parse_address(str(address)).place == address.place
