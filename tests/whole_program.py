"""A whole program, made at once as tests want it, and shown."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.application.first_page import FirstPage
from app.application.program import Program
from app.launch_options import Options
from app.net.single_instance import Instance


def make_program(app: QApplication, options: Options, instance: Instance, parent: QObject) -> Program:
    """One whose window is shown; `start` does what `options` ask for. `parent` owns what it shows first."""
    first = FirstPage(app, options, parent)
    program = Program(app, options, instance, first)
    for _step in program.build():
        pass
    first.show()
    return program
