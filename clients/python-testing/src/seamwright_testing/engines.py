"""Records what runs through SQLAlchemy, 1.4 and newer, with any driver of PostgreSQL."""

from __future__ import annotations

from typing import Any, Optional

from sqlalchemy import event
from sqlalchemy.engine import Engine

from .placeholders import numbered
from .recorder import Recorder, Sql

_INTERPOLATING = frozenset({"psycopg2", "psycopg2cffi"})
_PERCENT = frozenset({"format", "pyformat"})
_MARK = "_seamwright_recorder"


def record(target: Any, recorder: Recorder) -> None:
    """Listens to an engine, or to the one within an ``AsyncEngine``."""
    engine = getattr(target, "sync_engine", target)
    if not isinstance(engine, Engine):
        raise TypeError(f"What runs through a {type(target).__name__} cannot be recorded; give the Engine.")
    if engine.dialect.name != "postgresql":
        raise TypeError(f"Statements for {engine.dialect.name} cannot be recorded; the contract is with a PostgreSQL.")
    if getattr(engine, _MARK, None) is not None:
        return
    setattr(engine, _MARK, recorder)
    listener = _Listener(engine, recorder)
    event.listen(engine, "after_cursor_execute", listener.executed)
    event.listen(engine, "handle_error", listener.failed)


class _Listener:
    def __init__(self, engine: Engine, recorder: Recorder) -> None:
        self._recorder = recorder
        self._by = "interpolated" if engine.dialect.driver in _INTERPOLATING else "native"
        self._has_percent = engine.dialect.paramstyle in _PERCENT
        self._user: Optional[str] = engine.url.username

    def executed(self, connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool) -> None:
        self._ran(statement, context, parameters if executemany else None, None)

    def failed(self, context: Any) -> None:
        if context.statement is not None:
            self._ran(context.statement, context.execution_context, None, _state(context.original_exception))

    def _ran(self, statement: str, context: Any, many: Any, failed: Optional[str]) -> None:
        compiled = getattr(context, "compiled", None)
        # what inserts many rows at once may be written out for as many as there are; the one it was made from is meant
        text = str(compiled) if many is not None and compiled is not None else statement
        is_plain = bool(getattr(context, "no_parameters", False)) or not self._has_percent
        sql = Sql(text if is_plain else numbered(text), self._by)
        self._recorder.ran(sql, user=self._user, failed=failed, times=len(many) if many else 1)


def _state(failure: BaseException) -> str:
    state = getattr(failure, "sqlstate", None) or getattr(failure, "pgcode", None)
    return state if isinstance(state, str) else type(failure).__name__
