"""Keys, wheel, mouse and window edges, moved as a person does: through the X server's XTEST extension.

https://www.x.org/releases/X11R7.7/doc/xextproto/xtest.html
"""

from __future__ import annotations

import struct

from tests.bench.x11 import XConnection

_KEY_DOWN, _KEY_UP, _BUTTON_DOWN, _BUTTON_UP, _MOTION = 2, 3, 4, 5, 6
_WIDTH, _HEIGHT = 4, 8  # bits of ConfigureWindow's value-mask
_NAMED = {
    "backspace": 0xFF08,
    "space": 0x20,
    "tab": 0xFF09,
    "enter": 0xFF0D,
    "escape": 0xFF1B,
    "home": 0xFF50,
    "up": 0xFF52,
    "down": 0xFF54,
    "pageup": 0xFF55,
    "pagedown": 0xFF56,
    "end": 0xFF57,
    "f3": 0xFFC0,
    "shift": 0xFFE1,
    "ctrl": 0xFFE3,
    "alt": 0xFFE9,
}


class Hands:
    """Input into whatever window has the focus or lies under the mouse."""

    def __init__(self, x: XConnection) -> None:
        self._x = x
        reply = x.ask(struct.pack("<BxHHxx", 98, 4, 5) + b"XTEST\0\0\0")
        self._opcode = reply[9]
        if not reply[8]:
            raise RuntimeError("the X server has no XTEST")
        self._codes = self._keys()

    def press(self, chord: str) -> None:
        """Press keys together and let go: "ctrl+f", "pageup", "a"."""
        codes = [self._codes[_NAMED.get(name, ord(name[0]))] for name in chord.split("+")]
        for code in codes:
            self._fake(_KEY_DOWN, code)
        for code in reversed(codes):
            self._fake(_KEY_UP, code)

    def point(self, x: int, y: int) -> None:
        """Move the mouse to a place of the screen."""
        self._fake(_MOTION, 0, x, y)

    def click(self, button: int = 1) -> None:
        """Press a mouse button and let go; 4 and 5 are the wheel, up and down."""
        self.hold(button)
        self.let_go(button)

    def hold(self, button: int = 1) -> None:
        """Press a mouse button."""
        self._fake(_BUTTON_DOWN, button)

    def let_go(self, button: int = 1) -> None:
        """Release a mouse button."""
        self._fake(_BUTTON_UP, button)

    def resize(self, window: int, width: int, height: int) -> None:
        """Give a window another size, as by its edge."""
        self._x.send(struct.pack("<BxHIHxxII", 12, 5, window, _WIDTH | _HEIGHT, width, height))

    def _fake(self, kind: int, detail: int, x: int = 0, y: int = 0) -> None:
        head = struct.pack("<BBHBBxxII", self._opcode, 2, 9, kind, detail, 0, self._x.root)
        self._x.send(head + struct.pack("<8xhh7xB", x, y, 0))

    def _keys(self) -> dict[int, int]:
        """Keycodes by what they mean without a modifier."""
        first, last = self._x.keycodes
        reply = self._x.ask(struct.pack("<BxHBBxx", 101, 2, first, last - first + 1))
        columns = reply[1]
        symbols = struct.unpack(f"<{(len(reply) - 32) // 4}I", reply[32:])
        return {symbols[at]: first + at // columns for at in range(len(symbols) - columns, -1, -columns)}
