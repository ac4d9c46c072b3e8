"""A guest without a window who follows a link: says whom it met, and ends.

Gives no address up by itself: what it says came of an answer, or of what the system knows.

python -m tests.netns.follow_link LINK
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QCoreApplication

from app.client.address import parse_address
from app.client.events import Failure, LinkState
from app.client.state.session_options import SessionOptions
from app.net.dialer import DialTimes
from app.net.link import Link, LinkTimes

_NEVER = 24 * 60 * 60 * 1000


def main(text: str) -> int:
    """Print `online HOST` or `failed WHY FINGERPRINT`."""
    app = QCoreApplication([])
    times = LinkTimes(dial=DialTimes(all=_NEVER))
    link = Link(parse_address(text), SessionOptions(nick="guest"), times=times)

    def follow(state: LinkState) -> None:
        if state is LinkState.ONLINE:
            print("online", link.reached.host)
            app.exit()

    def give_up(failure: Failure, _said: str, fingerprint: str) -> None:
        print("failed", failure.value, fingerprint)
        app.exit()

    link.state_changed.connect(follow)
    link.failed.connect(give_up)
    link.start()
    app.exec()
    link.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
