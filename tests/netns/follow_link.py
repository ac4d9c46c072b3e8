"""A guest without a window who follows a link: says whom it met and how soon, and ends.

python -m tests.netns.follow_link LINK
"""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QCoreApplication

from app.client.address import parse_address
from app.client.events import Failure, LinkState
from app.client.state.session_options import SessionOptions
from app.net.link import Link


def main(text: str) -> int:
    """Print `online HOST MILLISECONDS` or `failed WHY MILLISECONDS FINGERPRINT`."""
    app = QCoreApplication([])
    began = time.monotonic()
    link = Link(parse_address(text), SessionOptions(nick="guest"))

    def follow(state: LinkState) -> None:
        if state is LinkState.ONLINE:
            print("online", link.reached.host, round((time.monotonic() - began) * 1000))
            app.exit()

    def give_up(failure: Failure, _said: str, fingerprint: str) -> None:
        print("failed", failure.value, round((time.monotonic() - began) * 1000), fingerprint)
        app.exit()

    link.state_changed.connect(follow)
    link.failed.connect(give_up)
    link.start()
    app.exec()
    link.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
