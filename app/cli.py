"""From arguments to the window or the headless hub; a failure before that is a sentence and exit status 2."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from app import options

CANNOT = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns the process's exit status."""
    try:
        chosen = options.parse(sys.argv[1:] if argv is None else argv)
    except options.UsageError as error:
        return refuse(str(error))
    try:
        _set_up_logging(chosen)
    except OSError as error:
        return refuse(f"The log file {chosen.log_file} cannot be written: {error.strerror or error}.")
    if chosen.host is not None and chosen.host.headless:
        from app.headless import run_headless  # without loading what a window needs

        return run_headless(chosen.host)
    return _open_window(chosen)


def refuse(sentence: str) -> int:
    """Say why nothing was started; returns the exit status for it."""
    sys.stderr.write(f"hubbub: {sentence}\n")
    return CANNOT


def _set_up_logging(chosen: options.Options) -> None:
    from app import logs  # after the arguments: --help needs no Qt

    logs.set_up(chosen.log_level, chosen.log_file)


def _open_window(chosen: options.Options) -> int:
    from app import display

    reason = display.problem(os.environ)
    if reason:
        return refuse(reason)
    from app.application import run_window  # loads all of the window

    return run_window(chosen)
