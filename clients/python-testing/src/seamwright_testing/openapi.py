"""Exports the OpenAPI document of a FastAPI application: ``seamwright-fastapi export shop.main:app``.

The same application gives the same bytes, whatever the order in which Python's sets are walked: keys are sorted, and the application is imported with
one hash seed.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any, List, Optional

_SEED = "PYTHONHASHSEED"


def application(target: str) -> Any:
    """The application that ``package.module:name`` names; what is a function is called for it.

    :raises ValueError: when there is none
    """
    module, _, name = target.partition(":")
    if not module or not name:
        raise ValueError(f"'{target}' names no application; write it as package.module:name, shop.main:app for example.")
    try:
        found: Any = importlib.import_module(module)
    except ModuleNotFoundError as missing:
        raise ValueError(f"{module} cannot be imported ({missing}); --app-dir names the directory that it is in.") from missing
    for part in name.split("."):
        if not hasattr(found, part):
            raise ValueError(f"{module} has no {name}.")
        found = getattr(found, part)
    if not hasattr(found, "openapi") and callable(found):
        found = found()
    if not hasattr(found, "openapi"):
        raise ValueError(f"{target} is no FastAPI application: it has no openapi().")
    return found


def document(app: Any) -> str:
    """The document as text, its keys sorted."""
    return json.dumps(app.openapi(), sort_keys=True, indent=2, ensure_ascii=False) + "\n"


def main(arguments: Optional[List[str]] = None) -> int:
    """``seamwright-fastapi``: 0 done, 1 the file of ``--check`` is another document, 4 wrong usage."""
    parser = argparse.ArgumentParser(prog="seamwright-fastapi", description="The OpenAPI document of a FastAPI application.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    export = commands.add_parser("export", help="write the document, the same bytes for the same application")
    export.add_argument("app", metavar="MODULE:NAME", help="the application, or a function that makes it")
    export.add_argument("-o", "--output", metavar="FILE", type=Path, help="where to write it; default: the standard output")
    export.add_argument("--check", metavar="FILE", type=Path, help="write nothing; exit with 1 unless the file is this document")
    export.add_argument("--app-dir", metavar="DIR", default=".", help="what the module is below; default: the current directory")
    given = parser.parse_args(arguments)
    if os.environ.get(_SEED) != "0" and arguments is None:
        # operation ids of routes with several methods depend on it
        os.environ[_SEED] = "0"
        os.execv(sys.executable, [sys.executable, "-m", "seamwright_testing.openapi", *sys.argv[1:]])
    sys.path.insert(0, given.app_dir)
    try:
        text = document(application(given.app))
    except ValueError as wrong:
        print(wrong, file=sys.stderr)
        return 4
    if given.check is not None:
        return _check(given.check, text, given.app)
    if given.output is None:
        sys.stdout.write(text)
    else:
        given.output.parent.mkdir(parents=True, exist_ok=True)
        given.output.write_text(text, encoding="utf-8")
    return 0


def _check(file: Path, text: str, app: str) -> int:
    if file.exists() and file.read_text(encoding="utf-8") == text:
        return 0
    print(f"{file} is not the document of the application: write it again, seamwright-fastapi export {app} -o {file}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
