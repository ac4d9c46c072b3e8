"""Files at the room's page in a real browser: looked at, asked about before they go, without place."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from PySide6.QtWidgets import QApplication

from app.irc.file_tag import SharedFile
from app.models.room_wishes import OfferFile, WantPicture
from app.ui.pictures.picture_decoder import exif_orientation
from app.ui.pictures.thumbnail_maker import bare_picture
from tests.foreign.browser import Browser
from tests.foreign.programs import PATIENCE, turn_idle, wait_for
from tests.foreign.web_page import FIELD, PlainClient, WebPage
from tests.headless_hub import HeadlessHub, free_port
from tests.journeys.people import Person
from tests.ui.test_picture_metadata import PLACE, photo, segment
from tests.ui.test_pictures import GIF, chunk, encoded, halves, png, turned

pytestmark = [pytest.mark.foreign, pytest.mark.qt_log_ignore("JPEG", "QImageIOHandler", extend=True)]

CAPTION = "dialog input"


@pytest.fixture
def hub() -> Iterator[HeadlessHub]:
    with HeadlessHub("--room", "Club", listen=f"127.0.0.1:{free_port()}", web="chat") as running:
        yield running


@pytest.fixture
def page(browser: Browser, hub: HeadlessHub) -> Iterator[WebPage]:
    """Somebody in the room; nothing of it is under way when the hub ends, as a small picture may be."""
    page = WebPage(browser, f"http://127.0.0.1:{hub.port + 1000}/")
    page.joins("ines")
    yield page
    assert browser.complaints() == []
    browser.open("about:blank")  # which forgets what was said against the page


@pytest.fixture
def plain(hub: HeadlessHub, page: WebPage) -> Iterator[PlainClient]:
    made = PlainClient(hub.port, "irene")
    page.sees("You and", css=".events")
    yield made
    made.close()


def asked(page: WebPage, title: str) -> None:
    """The question is there, and one writes about the files."""
    page.sees(title, css="dialog h2")
    page.browser.waits_for(f"document.activeElement.matches('{CAPTION}')")


def sent(plain: PlainClient) -> tuple[str, bytes]:
    """What was said with the next file, and its bytes at the hub."""
    text = plain.hears("/f/").rpartition(" :")[2]
    caption, _, link = text.rpartition(" ")
    with urlopen(re.sub("^https:", "http:", link), timeout=PATIENCE) as answer:
        return caption, answer.read()


def webp(qapp: QApplication) -> bytes:
    """A picture with a place in Exif and in XMP."""
    plain = encoded(halves(), "WEBP", 100)
    more = b"EXIF" + struct.pack("<I", len(PLACE)) + PLACE + b"\0" * (len(PLACE) % 2)
    head = (
        b"VP8X"
        + struct.pack("<I", 10)
        + bytes((12, 0, 0, 0))
        + (79).to_bytes(3, "little")
        + (39).to_bytes(3, "little")
    )
    content = b"WEBP" + head + plain[12:] + more + b"XMP " + more[4:]
    return b"RIFF" + struct.pack("<I", len(content)) + content


def test_pictures_lose_their_place_and_nothing_else_as_in_the_window(
    page: WebPage, plain: PlainClient, qapp: QApplication
) -> None:
    upright = turned(encoded(halves(64, 48), "JPEG", 90), 1)
    pictures = {
        "turned.jpg": photo(),
        "upright.jpg": upright,
        "comment.jpg": upright[:2] + segment(0xFE, PLACE) + upright[2:],
        "place.png": png(
            8, 8, chunk(b"eXIf", PLACE), chunk(b"tEXt", b"Comment\0" + PLACE), chunk(b"gAMA", b"\0\0\xb1\x8f")
        ),
        "place.webp": webp(qapp),
        "moves.gif": GIF,
        "bare.jpg": bare_picture(photo()),
    }
    page.is_given("drop", *pictures.items())
    asked(page, "Send 7 files")
    page.sees("turned.jpg", "without place and camera data", css="dialog li")
    page.browser.presses("Enter")
    for name, data in pictures.items():
        _caption, found = sent(plain)
        assert found == (bare_picture(data) or data), name
        assert PLACE not in found
        assert exif_orientation(found) == exif_orientation(data)
    page.browser.waits_for("document.querySelectorAll('.message.sent .picture img').length === 7")


def test_what_is_pasted_is_asked_about_with_what_was_written(page: WebPage, plain: PlainClient) -> None:
    page.browser.value(f"document.querySelector('{FIELD}').focus()")
    page.browser.types("the board")
    page.is_given("paste", ("image.png", png(40, 30)))
    asked(page, "Send a picture")
    page.sees("40 × 30", css="dialog li")
    page.browser.waits_for("document.querySelector('dialog img')?.naturalWidth === 40")
    page.browser.presses("Escape")
    page.browser.waits_for("document.querySelector('dialog') === null")
    assert page.browser.value(f"document.querySelector('{FIELD}').value") == "the board"
    page.is_given("paste", ("image.png", png(40, 30)))
    asked(page, "Send a picture")
    page.browser.types(", as it was")
    page.browser.presses("Enter")
    caption, data = sent(plain)
    assert (caption, data) == ("the board, as it was", png(40, 30))
    page.sees("the board, as it was", css=".message.sent")
    assert page.browser.value(f"document.querySelector('{FIELD}').value") == ""
    label = page.browser.value("document.querySelector('.picture').getAttribute('aria-label')")
    assert re.fullmatch(r"Picture Picture \d{4}-\d\d-\d\d \d\d-\d\d-\d\d\.png", label)


def test_several_are_asked_about_at_once_and_one_is_left_out(page: WebPage, plain: PlainClient) -> None:
    page.is_given("drop", ("one.txt", b"one"), ("empty.txt", b""))
    asked(page, "Send 2 files")
    page.sees("It is empty.", css="dialog li")
    page.is_given("drop", ("two.txt", b"two"), ("three.txt", b"three"))
    asked(page, "Send 4 files")
    page.browser.clicks("[aria-label='Leave out two.txt']")
    page.sees("Send 3 files", css="dialog h2")
    page.picks("Send", "dialog button")
    assert [sent(plain)[1] for _each in range(2)] == [b"one", b"three"]
    page.sees("three.txt", css=".message.sent")
    assert page.count("empty.txt") + page.count("two.txt") == 0


def test_a_picture_goes_from_a_window_to_a_page_and_back(
    person: Callable[[str], Person], browser: Browser, tmp_path: Path
) -> None:
    mara = person("mara")
    mara.hosts("Club")
    page = WebPage(browser, f"http://127.0.0.1:{mara.port + 1000}/")
    page.joins("ines")
    mara.sees_people("mara", "ines")
    browser.save(tmp_path / "board.png")
    picture = (tmp_path / "board.png").read_bytes()
    mara.program.wishes.carry_out(
        mara.room,
        OfferFile("board.png", data=picture, type="image/png", caption="the board", width=1280, height=800),
    )
    seen = "document.querySelector('.picture img')?.naturalWidth"
    mara.until(lambda: page.shows("the board") and browser.value(f"{seen} > 0"))
    browser.clicks(".picture")
    mara.until(lambda: browser.value("document.querySelector('dialog.viewer img')?.naturalWidth === 1280"))
    browser.presses("Escape")
    browser.chooses_file("input[type=file]", tmp_path / "board.png")
    page.picks("Send", "dialog button")

    def came() -> SharedFile | None:
        files = [line.file for line in mara.messages() if line.sender == "ines"]
        return files[0] if files else None

    file = mara.until(came)
    assert isinstance(file, SharedFile)
    assert (file.name, file.size, file.width) == ("board.png", len(picture), 1280)
    mara.program.wishes.carry_out(mara.room, WantPicture(file))
    mara.until(lambda: mara.room.connection.files.preview(file.id) == picture)


def test_a_picture_goes_up_and_is_looked_at(page: WebPage, tmp_path: Path) -> None:
    picture = tmp_path / "red & blue;1.png"
    page.browser.save(picture)
    page.browser.chooses_file("input[type=file]", picture)
    page.picks("Send", "dialog button")
    page.browser.waits_for("document.querySelector('.message.sent .picture img')?.naturalWidth > 0")
    page.browser.clicks(".picture")
    page.browser.waits_for("document.querySelector('dialog.viewer img')?.naturalWidth > 400")
    page.sees("red & blue;1.png", css=".viewer")
    page.browser.presses("Escape")
    page.browser.waits_for("document.querySelector('dialog') === null")
    note = tmp_path / "notes.txt"
    note.write_text("twelve words")
    page.browser.chooses_file("input[type=file]", note)
    page.picks("Send", "dialog button")
    page.sees("notes.txt", "12 bytes · Download", css=".message.sent .file")


def test_a_file_is_downloaded_by_a_click_on_its_card(
    page: WebPage, plain: PlainClient, tmp_path: Path
) -> None:
    data, name = bytes(range(256)) * 300, "plan & notes ö;1.bin"
    folder = tmp_path / "downloads"
    folder.mkdir()
    page.browser.downloads_to(folder)
    page.is_given("drop", (name, data))
    asked(page, "Send a file")
    page.browser.presses("Enter")
    assert sent(plain)[1] == data
    page.browser.clicks(".message.sent .file")
    wait_for(
        lambda: (folder / name).exists() and (folder / name).read_bytes() == data,
        lambda: f"only {[each.name for each in folder.iterdir()]} came",
        turn_idle,
    )
