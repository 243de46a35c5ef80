"""What reaches PostgreSQL in place of the placeholders of DB-API drivers (PEP 249)."""

from __future__ import annotations

import re
from typing import Dict, Match

_PLACEHOLDER = re.compile(r"%%|%[sbt]|%\(([^)]*)\)[sbt]")


def numbered(sql: str) -> str:
    """The statement with ``$1`` in place of ``%s`` and ``%(name)s``; one name is one parameter, and ``%%`` is a percent sign.

    As the drivers do it, so also within quotes. For statements that are executed with parameters: without any, the drivers look for no
    placeholders.
    """
    numbers: Dict[str, int] = {}

    def replace(match: Match[str]) -> str:
        if match.group() == "%%":
            return "%"
        name = match.group(1)
        key = f"by position {len(numbers)}" if name is None else f"by name {name}"
        return f"${numbers.setdefault(key, len(numbers) + 1)}"

    return _PLACEHOLDER.sub(replace, sql)
