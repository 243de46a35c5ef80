"""Records what runs through psycopg 3, by cursors of its own."""

from __future__ import annotations

import functools
from typing import Any, Optional, Sequence, Type

import psycopg
from psycopg import AsyncConnection, AsyncCursor, Connection, sql

from .placeholders import numbered
from .recorder import Recorder, Sql


class _Recorded:
    """Marks the cursors that are made here."""


def record(connection: Any, recorder: Recorder) -> None:
    """Gives a connection a cursor factory that records. Cursors that were made before are not recorded, nor is COPY."""
    if not isinstance(connection, (Connection, AsyncConnection)):
        raise TypeError(f"What runs through a {type(connection).__name__} cannot be recorded; give the Connection.")
    if not issubclass(connection.cursor_factory, _Recorded):
        connection.cursor_factory = recording(connection.cursor_factory, recorder)


@functools.lru_cache(maxsize=None)
def recording(factory: Type[Any], recorder: Recorder) -> Type[Any]:
    """A cursor class like the one given, that records. To be given to ``psycopg.connect`` as ``cursor_factory``."""
    return _async(factory, recorder) if issubclass(factory, AsyncCursor) else _plain(factory, recorder)


def _plain(factory: Type[Any], recorder: Recorder) -> Type[Any]:
    class RecordingCursor(factory, _Recorded):  # type: ignore[misc]
        def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
            try:
                result = super().execute(query, params, **options)
            except psycopg.Error as failure:
                _ran(self, recorder, query, params is not None, 1, failure)
                raise
            _ran(self, recorder, query, params is not None, 1, None)
            return result

        def executemany(self, query: Any, params_seq: Any, **options: Any) -> None:
            rows = _rows(params_seq)
            try:
                super().executemany(query, rows, **options)
            except psycopg.Error as failure:
                _ran(self, recorder, query, True, 1, failure)
                raise
            if rows:
                _ran(self, recorder, query, True, len(rows), None)

    return RecordingCursor


def _async(factory: Type[Any], recorder: Recorder) -> Type[Any]:
    class RecordingAsyncCursor(factory, _Recorded):  # type: ignore[misc]
        async def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
            try:
                result = await super().execute(query, params, **options)
            except psycopg.Error as failure:
                _ran(self, recorder, query, params is not None, 1, failure)
                raise
            _ran(self, recorder, query, params is not None, 1, None)
            return result

        async def executemany(self, query: Any, params_seq: Any, **options: Any) -> None:
            rows = _rows(params_seq)
            try:
                await super().executemany(query, rows, **options)
            except psycopg.Error as failure:
                _ran(self, recorder, query, True, 1, failure)
                raise
            if rows:
                _ran(self, recorder, query, True, len(rows), None)

    return RecordingAsyncCursor


def _rows(given: Any) -> Sequence[Any]:
    # an iterator can be read once only, by the driver
    return given if isinstance(given, (list, tuple)) else list(given)


def _ran(cursor: Any, recorder: Recorder, query: Any, has_values: bool, times: int, failure: Optional[psycopg.Error]) -> None:
    text = _text(cursor, query)
    by = "interpolated" if type(cursor).__mro__[1].__name__.endswith("ClientCursor") else "native"
    failed = None if failure is None else failure.sqlstate or type(failure).__name__
    recorder.ran(Sql(numbered(text) if has_values else text, by), user=_user(cursor), failed=failed, times=times)


def _text(cursor: Any, query: Any) -> str:
    if isinstance(query, sql.Composable):
        return query.as_string(cursor)
    return query.decode() if isinstance(query, bytes) else str(query)


def _user(cursor: Any) -> Optional[str]:
    try:
        user: str = cursor.connection.info.user
        return user
    except psycopg.Error:
        # closed meanwhile; the statement is recorded all the same
        return None
