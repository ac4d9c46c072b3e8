"""From arguments to the window or the headless hub; a failure before that is a sentence and exit status 2."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app import display, standard_streams

if TYPE_CHECKING:
    from app.launch_options import Options

CANNOT = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns the process's exit status."""
    # what is loaded stays: searching it for cycles takes 50 ms until a window is seen, 15 until a hub listens
    gc.disable()
    try:
        return _start(sys.argv[1:] if argv is None else argv)
    finally:
        gc.enable()


def _start(argv: Sequence[str]) -> int:
    """From then on cycles are searched for: by a window's Collector, by Python once a hub listens."""
    standard_streams.set_encodings()
    try:
        from app import launch_options, logs  # here, because Qt is behind them and may lack a system library
        from app.arguments import UsageError
        from app.security.folder_owner import keep_to_owner
    except ImportError as error:
        return refuse(display.import_problem(error))
    try:
        with standard_streams.collected():
            chosen = launch_options.parse(argv)
        logs.set_up(chosen.log_level, chosen.log_file)
    except UsageError as error:
        return refuse(str(error))
    except OSError as error:
        return refuse(f"The log file cannot be written: {error.strerror or error} ({error.filename}).")
    if chosen.data_dir is not None and not keep_to_owner(chosen.places.data):
        standard_streams.complain(
            f"Others on this computer may be able to read {chosen.places.data}: choose a folder of your own."
        )
    if chosen.host is not None and chosen.host.headless:
        from app.headless import run_headless  # without loading what a window needs

        return run_headless(chosen.host, chosen.places)
    if chosen.new_user is not None:
        from app.adduser import add_user

        return add_user(chosen.new_user, chosen.places)
    if chosen.nearby is not None:
        from app.nearby import print_nearby

        gc.enable()
        return print_nearby(chosen.nearby)
    return _open_window(chosen)


def refuse(sentence: str) -> int:
    """Say why nothing was started; returns the exit status for it."""
    standard_streams.complain(sentence)
    return CANNOT


def _open_window(chosen: Options) -> int:
    reason = display.problem(os.environ)
    if reason:
        return refuse(reason)
    from app.application.launch import run_window  # loads all of the window
    from app.arguments import UsageError

    try:
        return run_window(chosen)
    except UsageError as error:
        return refuse(str(error))
