"""Where somebody stopped reading is where they go on, after a restart and after a break."""

from __future__ import annotations

from collections.abc import Callable

from app.client.events import LinkState
from app.client.wishes import Say
from app.models.room_wishes import Reconnect
from app.net.transport import Transport
from tests.journeys.people import Person

Make = Callable[..., Person]


def say(one: Person, count: int, what: str) -> None:
    """Many messages at once, until the server has them."""
    for number in range(count):
        one.window.wished.emit(one.room, Say(one.room.target, f"{what} {number}."))
    one.until(lambda: one.messages()[-1].text == f"{what} {count - 1}." and one.messages()[-1].msgid)


def has_read(one: Person) -> None:
    """Wait until they have read what is there: that takes the window a moment."""
    one.until(lambda: one.room.timeline.read.time >= one.messages()[-1].time)


def marked(one: Person) -> list[str]:
    """Above which of the messages on the screen the line stands."""
    rows = one.conversation().timeline.visible_rows()
    return [row.copied() for _, _, row in rows if row.dividers.unread]


def test_after_a_restart_one_reads_on_where_one_stopped(person: Make) -> None:
    host, mara = person("Ian"), person("Mara")
    host.hosts("Robotics club")
    address = f"127.0.0.1:{host.port}"
    mara.enters(address)
    say(host, 30, "read")
    mara.sees("read 29.")
    has_read(mara)
    mara.leaves()
    host.sees_people("Ian")
    say(host, 120, "missed")  # more than one page
    again = person("Mara", again=mara)
    again.until(lambda: again.program.local_history.archive.is_ready)
    again.enters(address)
    again.until(lambda: marked(again) == ["missed 0."])
    assert not again.conversation().timeline.scrolling.is_at_end
    again.sees("read 0.", "missed 119.")
    texts = [entry.text for entry in again.messages()]
    assert texts == [
        *(f"read {number}." for number in range(30)),
        *(f"missed {number}." for number in range(120)),
    ]


def test_what_is_kept_and_was_not_read_is_new_without_a_connection_too(person: Make) -> None:
    host, mara = person("Ian"), person("Mara")
    host.hosts("Robotics club")
    mara.enters(f"127.0.0.1:{host.port}")
    say(host, 3, "read")
    mara.sees("read 2.")
    has_read(mara)
    room = mara.room
    mara.window.show_start()
    say(host, 3, "unread")
    mara.until(lambda: getattr(room.timeline.entries[-1], "text", "") == "unread 2.")
    mara.leaves()
    host.leaves()
    again = person("Mara", again=mara)
    again.until(lambda: again.program.local_history.archive.is_ready)
    again.start.recent_list.read_requested.emit(0)
    again.sees("unread 2.")
    again.until(lambda: marked(again) == ["unread 0."])


def test_who_reads_along_sees_after_a_break_where_it_was(person: Make) -> None:
    host, mara = person("Ian"), person("Mara")
    host.hosts("Robotics club")
    mara.enters(f"127.0.0.1:{host.port}")
    say(host, 3, "read")
    mara.sees("read 2.")
    link = mara.room.connection.link
    link.findChild(Transport).ended.emit()  # as the socket tells it
    mara.until(lambda: link.state is LinkState.WAITING)
    say(host, 3, "missed")
    mara.window.page.sheet.connection_bar.wished.emit(Reconnect())
    mara.sees("missed 2.")
    mara.until(lambda: marked(mara) == ["missed 0."])
