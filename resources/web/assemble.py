"""Joins the sources in `chat` into the one document that a hub serves: `python -m resources.web.assemble`.

For developers alone: needs npm, which fetches esbuild (https://esbuild.github.io). The document is committed.
"""

from __future__ import annotations

import json
import re
import string
import subprocess
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SOURCES = HERE / "chat"
DOCUMENT = HERE / "room.html"
TOKENS = HERE.parent / "themes" / "tokens.json"
ESBUILD = ("npx", "--yes", "esbuild@0.28.2")
TARGET = "es2021"  # what phones of 2020 run: Chrome 85, Safari 14
ALIASES = {"preact": "preact", "preact/hooks": "hooks", "htm": "htm"}
# Properties of the page's own objects that may be called anything: neither the browser nor a vendored part
# nor what is kept has them, and none is an attribute in a template. Short names are worth two kilobytes.
OWN_PROPERTIES = (
    "addEvent|amend|asking|batches|byId|caps|changed|colouredBy|command|connection|conversation|"
    "conversations|cutOff|display|draft|edited|editOf|expected|expireTyping|failures|farewell|"
    "fileTag|forget|given|hasAll|hasBeenIn|hasBegun|heard|isBare|isBehind|isChannel|"
    "isFirst|isFull|isInside|isLoading|isOld|isOwn|isPlain|isReadBack|isReady|isSeen|isTheRoom|"
    "keeps|kept|keysFor|lastTime|login|making|mentions|newest|newFrom|note|offered|oldest|"
    "onBroken|onFail|onKept|onRead|opening|outer|own|ownId|ownNames|pages|params|phase|"
    "profile|profiles|ranks|readUntil|realname|reason|receive|replyTo|roomName|seen|stopper|"
    "tags|take|tell|telling|tellRead|thumbnail|timeOf|toAsk|tokens|toldTyping|tries|waiting|"
    "wake|waking|wanted|wasInside|whole"
)
# Words of the browser's that the script says often, by what they are called in it: names that no source has.
GLOBALS = {
    "document": "D0",
    "Object.assign": "A0",
    "Math": "M0",
    "Uint8Array": "U0",
    "Date": "T0",
    "setTimeout": "S0",
    "clearTimeout": "C0",
    "encodeURIComponent": "E0",
    "requestAnimationFrame": "R0",
}


def document() -> str:
    """The whole document. Raises CalledProcessError where a source is wrong."""
    style = _variables() + (SOURCES / "chat.css").read_text("utf-8")
    frame = (SOURCES / "chat.html").read_text("utf-8")
    aliases = [f"--alias:{name}=./vendor/{file}.js" for name, file in ALIASES.items()]
    colours = [row["disc"] for row in _tokens()["names"]["light"]]
    names = f"--define:NAME_COLOURS={json.dumps(colours)}"
    _check_own_properties()
    mangled = f"--mangle-props=^({OWN_PROPERTIES})$"
    short = [f"--define:{name}={called}" for name, called in GLOBALS.items()]
    known = ",".join(f"{called}={name}" for name, called in GLOBALS.items())
    options = (f"--target={TARGET}", names, mangled, f"--banner:js=const {known};", *short, *aliases)
    script = _esbuild("page.js", "--bundle", "--format=esm", *options)
    # in templates, where a line's indentation means nothing, and its end nothing between two parts
    script = re.sub(r"\n +", "\n", script)
    script = re.sub(r"(?<=[>}])\n(?=<|\$\{)", "", script)
    script = re.sub(r"(?<=\s)([a-z-]+)=\"([\w-]+)\"(?=[\s>])", r"\1=\2", script)  # htm needs no quotes there
    # the hub fills in what is called like a word behind a dollar sign, and leaves names of fewer letters
    script = re.sub(r"\$(?=\$|\{?[a-z]{4})", "$$", script)
    style = _short_variables(_esbuild("--loader=css", text=style))
    return frame.replace("@STYLE@", style).replace("@SCRIPT@", script)


def _check_own_properties() -> None:
    """Raises ValueError where one of OWN_PROPERTIES is a word for others too."""
    # in quotes it is a key that is made up at run time, before `=$` an attribute that htm reads from text
    misused = re.compile(rf"[\s\"'`]({OWN_PROPERTIES})(=\$\{{|[\"'`])")
    foreign = re.compile(rf"\b({OWN_PROPERTIES})\b")
    for source in SOURCES.rglob("*.js"):
        text = re.sub(r"//.*", "", source.read_text("utf-8"))
        if found := (misused if source.parent == SOURCES else foreign).search(text):
            raise ValueError(f"{source.name} has {found[0].strip()}, which is in OWN_PROPERTIES")


def _short_variables(style: str) -> str:
    """The style with a letter for each of its variables."""
    names = sorted(set(re.findall(r"--([a-zA-Z]\w*)", style)))
    letters = dict(zip(names, string.ascii_letters, strict=False))
    return re.sub(r"--([a-zA-Z]\w*)", lambda found: f"--{letters[found[1]]}", style)


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
