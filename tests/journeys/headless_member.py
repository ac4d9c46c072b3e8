"""A member without a window, for a process of its own: joins, says hello, then listens until it is killed.

python headless_member.py PORT NICK
"""

from __future__ import annotations

import socket
import sys
import time

from app.client.events import RoomEntered
from app.client.session.client_session import ClientSession
from app.client.state.session_options import SessionOptions
from app.client.wishes import Say


def main() -> None:
    port, nick = int(sys.argv[1]), sys.argv[2]
    session = ClientSession(SessionOptions(nick=nick), time.time())
    with socket.create_connection(("127.0.0.1", port)) as link:
        link.sendall(session.take_output())
        while data := link.recv(65536):
            for event in session.receive(data, time.time()):
                if isinstance(event, RoomEntered):
                    session.ask(Say(event.channel, f"hello from {nick}"), time.time())
            link.sendall(session.take_output())


if __name__ == "__main__":
    main()
