"""A hub in its thread while the window's thread connects signals, makes and destroys what they lead to."""

from __future__ import annotations

import asyncio
import contextlib
import os
import ssl
import subprocess
import sys
from pathlib import Path

from tests.headless_hub import PATIENCE, ROOT

PEOPLE = 150  # of each kind
AT_ONCE = 40


async def said(port: int, words: bytes, until: bytes, context: ssl.SSLContext | None = None) -> bytes:
    """Say something on a connection of its own, and give what is answered until `until` came or the end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
    writer.write(words)
    heard = b""
    while until not in heard and (data := await reader.read(65536)):
        heard += data
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return heard


async def leave(port: int, word: bytes) -> None:
    """Come, say part of something, and vanish."""
    _reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(word)
    writer.transport.abort()


async def visit(port: int, web_port: int) -> list[str]:
    """Let all of them come, as many at once as may; what went wrong."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    places = asyncio.Semaphore(AT_ONCE)
    wrong = []

    async def come(number: int) -> None:
        words = f"NICK a{number}\r\nUSER a 0 * :a\r\n".encode()
        async with places:
            plain = await said(port, words, b" 001 ")
        await leave(port, (b"", b"P", b"\x16", b"NICK b")[number % 4])
        async with places:
            secret = await said(port, words.replace(b"NICK a", b"NICK s"), b" 001 ", context)
        async with places:
            page = await said(web_port, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", b"HTTP/1.1 ")
        for kind, heard in (("plain", plain), ("TLS", secret)):
            if b" 001 " not in heard:
                wrong.append(f"{kind} {number}: {heard!r}")
        if not page.startswith(b"HTTP/1.1 "):
            wrong.append(f"HTTP {number}: {page!r}")

    await asyncio.wait_for(asyncio.gather(*(come(number) for number in range(PEOPLE))), PATIENCE)
    return wrong


def test_everybody_is_answered_whatever_the_window_connects_meanwhile(tmp_path: Path) -> None:
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.net.busy_window", str(tmp_path)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as window:
        assert window.stdin is not None
        assert window.stdout is not None
        port, web_port = map(int, window.stdout.readline().split())
        try:
            wrong = asyncio.run(visit(port, web_port))
        except (OSError, TimeoutError) as error:
            wrong = [repr(error)]
        window.stdin.close()
        try:
            status = window.wait(PATIENCE)
        finally:
            window.kill()
    assert (wrong, status) == ([], 0)
