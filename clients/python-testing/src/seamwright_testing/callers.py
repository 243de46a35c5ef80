"""Finds the code of a service that runs a statement."""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path
from types import FrameType
from typing import NamedTuple, Optional, Set

_OWN = os.path.dirname(os.path.abspath(__file__)) + os.sep
_LIBRARIES = tuple(
    os.path.abspath(path) + os.sep
    for name in ("stdlib", "platstdlib", "purelib", "platlib")
    if (path := sysconfig.get_path(name))
)
_INSTALLED = tuple(f"{os.sep}{name}{os.sep}" for name in ("site-packages", "dist-packages"))
_MIGRATIONS = frozenset({"alembic", "yoyo"})


class Caller(NamedTuple):
    """Who runs a statement.

    ``place`` is as in ``shop.orders.find(shop/orders.py:41)``. ``by_test``: it is a test itself, and not the service.
    """

    place: str
    by_test: bool


MIGRATION = Caller("", False)
"""A tool that makes the schema."""


class Callers:
    """The innermost code of a thread that is of no library, and the test that runs it."""

    def __init__(self) -> None:
        #: The test that runs now, as pytest names it, without the values of its parameters.
        self.test: Optional[str] = None
        self._tests: Set[str] = set()
        self.root(Path.cwd())

    def root(self, directory: Path) -> None:
        """What places are told relative to."""
        self._root = os.path.abspath(directory) + os.sep

    def is_test(self, file: Path) -> None:
        """What the file runs itself is not the service's."""
        self._tests.add(os.path.abspath(file))

    def find(self) -> Optional[Caller]:
        """None: there is none, as in a coroutine that a library runs in a stack of its own."""
        frame: Optional[FrameType] = sys._getframe(1)
        while frame is not None:
            if str(frame.f_globals.get("__name__", "")).split(".", 1)[0] in _MIGRATIONS:
                return MIGRATION
            file = os.path.abspath(frame.f_code.co_filename)
            if not _is_library(file):
                return self._caller(frame, file)
            frame = frame.f_back
        return None

    def _caller(self, frame: FrameType, file: str) -> Caller:
        code = frame.f_code
        name = getattr(code, "co_qualname", code.co_name).replace(".<locals>", "")
        shown = file[len(self._root) :] if file.startswith(self._root) else os.path.basename(file)
        by_test = file in self._tests or os.path.basename(file) == "conftest.py"
        module = frame.f_globals.get("__name__", "")
        return Caller(f"{module}.{name}({shown.replace(os.sep, '/')}:{frame.f_lineno})", by_test)


def _is_library(file: str) -> bool:
    return (
        file.startswith(_OWN)
        or any(part in file for part in _INSTALLED)
        or file.startswith(_LIBRARIES)
        or os.path.basename(file).startswith("<")
    )
