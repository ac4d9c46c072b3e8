"""What a person wants in a room and the window carries out itself, or by several wishes to the server."""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar

from app.client.wishes import Offline, Wish
from app.irc.file_tag import SharedFile
from app.models.ignored_people import IgnoredPerson
from app.models.room import NotifyRule
from app.values import frozen


@frozen
class OpenTalk(Wish):
    """Open the private conversation with somebody; `text` is said there if it is not ""."""

    nick: str
    text: str = ""


@frozen
class ShowPerson(Wish):
    """Show the card of somebody in the room, or of whom something is said there.

    `account` and `name`: theirs where they are told beside what they said; `place` is where on the screen
    their name stands, as left, top, width and height, None for wherever they are listed.
    """

    nick: str
    account: str = ""
    name: str = ""
    place: tuple[int, int, int, int] | None = None


@frozen
class EditProfile(Wish):
    """Let the person choose another name and colour."""


@frozen
class ChangeName(Wish):
    """Be called something else on this server; `name` may have spaces."""

    name: str


@frozen
class LeaveRoom(Wish):
    """Leave the room and take it out of the list; `reason` is for the others."""

    reason: str = ""


@frozen
class Rejoin(Wish):
    """Enter the room again that one was removed from, or the one that the host has opened in its place."""


@frozen
class Reconnect(Wish):
    """Connect again now."""


@frozen
class EnterPassword(Wish):
    """Type the password that the room has now, and connect again with it."""


@frozen
class StopReconnecting(Wish):
    """Do not try to connect again."""


@frozen
class CopyMessageLink(Wish):
    """Put a link that leads to a message on the clipboard."""

    msgid: str


@frozen
class ShowServerLog(Wish):
    """Show what the server has said."""


@frozen
class ShowRooms(Wish):
    """Show the rooms that there are on this server; `text` finds some of them, "" all."""

    text: str = ""


@frozen
class NewRoomWith(Wish):
    """Make a further room for this person and somebody else, who is asked in."""

    nick: str


@frozen
class NameRoom(Wish):
    """Choose another name for the room."""


@frozen
class LetIn(Wish):
    """Let only invited people into the room from now on, or everybody again."""

    only_invited: bool


@frozen
class InvitePeople(Wish):
    """Choose people to ask into the room."""


@frozen
class InviteToRoom(Wish):
    """Choose another room to ask somebody into."""

    nick: str


@frozen
class ShowHelp(Wish):
    """Show what can be typed; `command` is "" for all."""

    command: str


@frozen
class Mistake(Wish):
    """What was typed cannot be carried out; `sentence` says why and what to do instead."""

    sentence: str


@frozen
class SetNotifyRule(Wish):
    """Be told of this in the room from now on."""

    rule: NotifyRule


@frozen
class Ignore(Wish):
    """Hear nothing of somebody any more, or hear of them again."""

    person: IgnoredPerson
    ignored: bool = True


# -- files


@frozen
class OfferFile(Wish):
    """Upload a file and say it in the room; it is seen in `connection.files` until then.

    The file is the one at `path`, or `data` where that is "". `name` and `type` (a media type, "" for
    unknown) are told to the others, `caption` is said with it. Of a picture: `width` and `height` in pixels,
    and `thumbnail`, the bytes of a small JPEG of it, b"" for none. `follows`: it was chosen together with the
    one that was wished before it, and is said after that. `reply_to`: the msgid of what it answers, "" for
    nothing. `is_stripped`: it is a picture at `path`, of which is left out what tells of place and camera.
    """

    name: str
    path: str = ""
    data: bytes = field(default=b"", repr=False)
    type: str = ""
    caption: str = ""
    thumbnail: bytes = field(default=b"", repr=False)
    width: int = 0
    height: int = 0
    follows: bool = False
    reply_to: str = ""
    is_stripped: bool = False


@frozen
class CancelTransfer(Wish):
    """Give up an upload or a download, by its key (`FileProgress.key`)."""

    key: str


@frozen
class RetryTransfer(Wish):
    """Try an upload or a download again that failed, by its key."""

    key: str


@frozen
class FetchFile(Wish):
    """Save a file in the person's folder of downloads; `who` has shared it, as they are called on screen."""

    file: SharedFile
    who: str = ""


@frozen
class SaveFile(Wish):
    """Save a file at `path`, over what is there; "" for where the person says. `who` as in FetchFile."""

    file: SharedFile
    path: str = ""
    who: str = ""


@frozen
class WantPreview(Wish):
    """Have the small picture of a file in `connection.files.preview(file.thumbnail)`.

    Of one without, which another program has shared, the picture itself in `preview(file.id)` if it has at
    most 1 MB.
    """

    offline: ClassVar[Offline] = Offline.UNTOLD
    file: SharedFile


@frozen
class WantPicture(Wish):
    """Have the whole picture in `connection.files.preview(file.id)`, where it has at most 8 MB."""

    offline: ClassVar[Offline] = Offline.UNTOLD
    file: SharedFile


@frozen
class OpenFileFolder(Wish):
    """Show the folder where a download lies, by its key."""

    key: str
