"""What a server can do to the window by rooms, private talk and invitations that nobody asked for.

`python -m tests.bench.forced_rooms` opens a window (offscreen where there is no screen) on a server that
sends one kind of line very often in one go, and prints the longest stall of the window, how long it took
until the last line was taken, and the memory.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

KINDS = {
    "joins": ":me!u@h JOIN #c%d",
    "private": ":p%d!u@h PRIVMSG me :hello",
    "invitations": ":p%d!u@h INVITE me #c%d",
    "channels": ":p%d!u@h PRIVMSG #c%d :hello",
    "names": ":s 353 me = #a :a%d b%d c%d d%d e%d f%d g%d h%d i%d j%d",
}
CASES = [("joins", 100), ("joins", 300), ("joins", 1000), ("joins", 3000), ("private", 3000)]
CASES += [("invitations", 3000), ("channels", 3000), ("names", 5000)]
_BEAT_MS = 5
_SETTLED = 20  # turns without a stall after the last line
_LONGEST = 120.0  # seconds; then it is given up


def serve(listener: socket.socket, lines: list[str], go: threading.Event) -> None:
    """A server with one channel; floods when told, then says the last word."""
    peer, _ = listener.accept()
    with peer:
        file = peer.makefile("rwb")
        for raw in file:
            words = raw.decode().split()
            if words[0] == "CAP" and words[1] == "LS":
                file.write(b":s CAP * LS :\r\n")
            elif words[0] == "USER":
                file.write(
                    b":s 001 me :hi\r\n:s 005 me CHANTYPES=# CASEMAPPING=ascii :are\r\n:s 422 me :none\r\n"
                )
            elif words[0] == "PING":
                file.write(b":s PONG s :" + words[1].encode() + b"\r\n")
            elif words[0] == "JOIN":
                file.write(b":me!u@h JOIN #a\r\n:s 353 me = #a :me bob\r\n:s 366 me #a :End\r\n")
                file.flush()
                break
            file.flush()
        go.wait()
        threading.Thread(target=lambda: [None for _ in file], daemon=True).start()
        try:
            peer.sendall("".join(f"{line}\r\n" for line in lines).encode())
            peer.sendall(b":bob!u@h PRIVMSG #a :the last word\r\n")
            time.sleep(_LONGEST)
        except OSError:
            pass  # the window has gone


def measure(kind: str, count: int) -> None:
    """One window, one flood; prints one line."""
    from PySide6.QtCore import QObject, QTimer
    from PySide6.QtWidgets import QApplication

    from app.launch_options import parse
    from app.net.single_instance import Instance
    from app.paths import Places
    from tests.whole_program import make_program

    template = KINDS[kind]
    lines = [template % ((number,) * template.count("%d")) for number in range(count)]
    listener = socket.create_server(("127.0.0.1", 0))
    go = threading.Event()
    threading.Thread(target=serve, args=(listener, lines, go), daemon=True).start()
    app = QApplication.instance() or QApplication([])
    folder = Path(tempfile.mkdtemp())
    port = listener.getsockname()[1]
    options = dataclasses.replace(parse([]), places=Places(folder, folder), name="me")
    root = QObject()
    program = make_program(app, options, Instance(f"hubbub-flood-{port}", root), root)
    program.start()
    program.page.join_card.address.set_text(f"irc://127.0.0.1:{port}/a")
    QTimer.singleShot(300, program.page.request_join)
    state = {"last": time.monotonic(), "begun": 0.0, "longest": 0.0, "done": 0.0, "quiet": 0, "rooms": 0}

    def beat() -> None:
        now = time.monotonic()
        gap, state["last"] = now - state["last"], now
        room = next((room for room in program.rooms.rooms if room.target == "#a"), None)
        if not state["begun"]:
            if room is not None and room.members.count == 2:
                state["begun"] = now
                go.set()
            return
        state["longest"] = max(state["longest"], gap)
        state["rooms"] = len(program.rooms.rooms)
        if not state["done"]:
            texts = [getattr(entry, "text", "") for entry in room.timeline.entries[-3:]] if room else []
            if "the last word" in texts:
                state["done"] = now
        state["quiet"] = state["quiet"] + 1 if gap < 0.05 and state["done"] else 0
        if state["quiet"] > _SETTLED or now - state["begun"] > _LONGEST:
            app.quit()

    timer = QTimer(interval=_BEAT_MS)
    timer.timeout.connect(beat)
    timer.start()
    app.exec()
    with open("/proc/self/status") as status:
        memory = next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmRSS"))
    taken = f"{state['done'] - state['begun']:6.1f} s" if state["done"] else "never"
    print(
        f"{kind:12} {count:5}: longest stall {state['longest']:5.2f} s, all taken after {taken}, "
        f"{memory} MB, {state['rooms']} rooms",
        flush=True,
    )
    os._exit(0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", nargs=2, metavar=("KIND", "COUNT"), help=f"one of {', '.join(KINDS)}")
    chosen = parser.parse_args()
    if chosen.case:
        measure(chosen.case[0], int(chosen.case[1]))
        return
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for kind, count in CASES:  # each in a process of its own: memory is never given back
        subprocess.run([sys.executable, __file__, "--case", kind, str(count)], check=False)


if __name__ == "__main__":
    main()
