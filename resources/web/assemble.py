"""Joins the sources in `chat` into the one document that a hub serves: `python -m resources.web.assemble`.

For developers alone: needs npm, which fetches esbuild (https://esbuild.github.io). The document is committed.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SOURCES = HERE / "chat"
DOCUMENT = HERE / "room.html"
TOKENS = HERE.parent / "themes" / "tokens.json"
ESBUILD = ("npx", "--yes", "esbuild@0.28.2")
TARGET = "es2020"  # what phones of 2020 run
ALIASES = {"preact": "preact", "preact/hooks": "hooks", "htm": "htm"}


def document() -> str:
    """The whole document. Raises CalledProcessError where a source is wrong."""
    style = _variables() + (SOURCES / "chat.css").read_text("utf-8")
    frame = (SOURCES / "chat.html").read_text("utf-8")
    aliases = [f"--alias:{name}=./vendor/{file}.js" for name, file in ALIASES.items()]
    colours = [row["disc"] for row in _tokens()["names"]["light"]]
    names = f"--define:NAME_COLOURS={json.dumps(colours)}"
    script = _esbuild("page.js", "--bundle", "--format=esm", f"--target={TARGET}", names, *aliases)
    script = re.sub(r"\n +", "\n", script)  # in templates, where a line's indentation means nothing
    # the hub fills in what begins with a dollar sign
    return frame.replace("@STYLE@", _esbuild("--loader=css", text=style)).replace(
        "@SCRIPT@", script.replace("$", "$$")
    )


def _esbuild(*arguments: str, text: str | None = None) -> str:
    how = ("--minify", "--charset=utf8", "--legal-comments=none", "--log-level=warning")
    run = subprocess.run(
        (*ESBUILD, *arguments, *how),
        cwd=SOURCES,
        input=text,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return run.stdout.strip()


def _tokens() -> dict[str, Any]:
    return json.loads(TOKENS.read_text("utf-8"))  # type: ignore[no-any-return]  # our own file


def _variables() -> str:
    """The theme's colours as CSS variables, of both schemes, and the ten of names."""
    tokens = _tokens()
    used = (SOURCES / "chat.css").read_text("utf-8")
    schemes = []
    for scheme in ("light", "dark"):
        colours = {
            name: value for name, value in tokens["colour"][scheme].items() if f"var(--{name})" in used
        }
        rules = ";".join(f"--{name}:{value}" for name, value in colours.items())
        names = "".join(
            f".c{number}{{--ink:{row['text']};--disc:{row['disc']}}}"
            for number, row in enumerate(tokens["names"][scheme])
        )
        schemes.append(f":root{{{rules}}}{names}")
    return f"{schemes[0]}@media(prefers-color-scheme:dark){{{schemes[1]}}}\n"


if __name__ == "__main__":
    made = document()
    DOCUMENT.write_text(made, encoding="utf-8", newline="\n")
    print(f"{DOCUMENT.name}: {len(made.encode()):,} bytes")
