"""Writes down the statements that a service's tests run on a database."""

from __future__ import annotations

import atexit
import json
import os
import re
import threading
import uuid
from datetime import datetime, timezone
from pathlib import Path
from typing import IO, Any, Callable, Dict, List, NamedTuple, Optional

from .callers import MIGRATION, Callers

_FORMAT = "seamwright-recording/1"


class Sql(NamedTuple):
    """A statement as PostgreSQL gets it, with ``$1`` for values.

    ``by`` is ``native`` when the driver sends values apart from it, and ``interpolated`` when it writes them into the text.
    """

    text: str
    by: str


class _Run(NamedTuple):
    sql: Sql
    user: Optional[str]
    place: Optional[str]
    test: Optional[str]
    by_test: bool
    failed: Optional[str]


class _Count:
    def __init__(self, number: int) -> None:
        self.number = number
        self.calls = 0
        self.written = 1


class Recorder:
    """Writes the statements of one database to a file of this process, which only its owner can read: literals are in it as the service wrote them.

    Parameters are never looked at. ``seamwright usage record --from-recording`` makes the document without literals of it that is published. A statement is in the
    file when it has run; how often it ran is written by :meth:`flush`. A file that cannot be written makes :meth:`flush` fail, and no statement.
    """

    def __init__(self, database: str, directory: Callable[[], Path], callers: Callers) -> None:
        self.database = database
        #: Where it writes; None until a statement ran.
        self.file: Optional[Path] = None
        self._directory = directory
        self._callers = callers
        self._lock = threading.Lock()
        self._numbers = 0
        self._statements: Dict[Sql, int] = {}
        self._runs: Dict[_Run, _Count] = {}
        self._output: Optional[IO[str]] = None
        self._failure: Optional[OSError] = None

    def record(self, target: Any) -> Any:
        """Records what runs through it: an ``Engine`` or ``AsyncEngine`` of SQLAlchemy, or a ``Connection`` or ``AsyncConnection`` of psycopg 3.

        For a pool of psycopg give this method as its ``configure``. What is recorded already stays as it is.

        :return: the target itself
        :raises TypeError: when it is something else, or no PostgreSQL
        """
        module = type(target).__module__.split(".", 1)[0]
        if module == "sqlalchemy":
            from . import engines

            engines.record(target, self)
        elif module == "psycopg":
            from . import cursors

            cursors.record(target, self)
        else:
            raise TypeError(f"What runs through a {type(target).__module__}.{type(target).__name__} cannot be recorded; give an Engine or a psycopg Connection.")
        return target

    def ran(self, sql: Sql, *, user: Optional[str], failed: Optional[str], times: int = 1) -> None:
        """A statement has been executed. For what records drivers; never fails.

        :param failed: SQLSTATE, or the name of an exception; None: it worked
        """
        caller = self._callers.find()
        if caller is MIGRATION:
            return
        run = _Run(sql, user, caller.place if caller else None, self._callers.test, caller is not None and caller.by_test, failed)
        with self._lock:
            count = self._runs.get(run)
            if count is None:
                count = self._runs[run] = self._write(run)
            count.calls += times

    def flush(self) -> None:
        """Writes how often statements ran.

        :raises OSError: when something could not be written, now or earlier
        """
        with self._lock:
            for count in self._runs.values():
                if count.calls > count.written:
                    count.written = count.calls
                    self._append({"run": count.number, "calls": count.calls})
            if self._failure is not None:
                raise self._failure

    def _write(self, run: _Run) -> _Count:
        statement = self._statements.get(run.sql)
        if statement is None:
            statement = self._statements[run.sql] = self._number()
            self._append({"statement": statement, "sql": run.sql.text, "by": run.sql.by})
        count = _Count(self._number())
        line: Dict[str, Any] = {"run": count.number, "statement": statement}
        line.update((name, value) for name, value in (("user", run.user), ("place", run.place), ("test", run.test)) if value is not None)
        if run.by_test:
            line["byTest"] = True
        if run.failed is not None:
            line["failed"] = run.failed
        self._append(line)
        return count

    def _number(self) -> int:
        self._numbers += 1
        return self._numbers

    def _append(self, line: Dict[str, Any]) -> None:
        if self._failure is not None:
            return
        try:
            if self._output is None:
                self._output = self._open()
            self._output.write(json.dumps(line) + "\n")
            self._output.flush()
        except OSError as unwritable:
            self._failure = unwritable

    def _open(self) -> IO[str]:
        directory = self._directory()
        directory.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"[^A-Za-z0-9._-]", "_", self.database)
        self.file = directory / f"recording-{name}-{os.getpid()}-{uuid.uuid4().hex[:8]}.jsonl"
        output = os.fdopen(os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600), "w", encoding="utf-8")
        header = {"format": _FORMAT, "database": self.database, "startedAt": datetime.now(timezone.utc).isoformat()}
        output.write(json.dumps(header) + "\n")
        return output


class Recorders:
    """The recorders of this process, a database each."""

    def __init__(self) -> None:
        self.directory = Path("build", "seamwright")
        self.callers = Callers()
        self._recorders: Dict[str, Recorder] = {}

    def of(self, database: str) -> Recorder:
        """That of a database, by its name at the broker; made when it is asked for first."""
        if database not in self._recorders:
            self._recorders[database] = Recorder(database, lambda: self.directory, self.callers)
        return self._recorders[database]

    def recordings(self, database: str) -> List[Path]:
        """The files of a database, also those of other processes."""
        files = []
        for file in sorted(self.directory.glob("recording-*.jsonl")):
            with file.open(encoding="utf-8") as lines:
                if json.loads(lines.readline() or "{}").get("database") == database:
                    files.append(file)
        return files

    def databases(self) -> List[str]:
        """The databases of which there are recordings, also those of other processes."""
        names = set()
        for file in self.directory.glob("recording-*.jsonl"):
            with file.open(encoding="utf-8") as lines:
                names.add(json.loads(lines.readline() or "{}").get("database", ""))
        return sorted(names - {""})

    def forget(self) -> None:
        """Deletes what former runs have recorded."""
        for file in self.directory.glob("recording-*.jsonl"):
            file.unlink()

    def flush(self) -> None:
        """:meth:`Recorder.flush` of all."""
        for each in self._recorders.values():
            each.flush()


RECORDERS = Recorders()
atexit.register(RECORDERS.flush)


def recorder(database: str) -> Recorder:
    """This process's recorder for a database.

    :param database: its name at the broker
    """
    return RECORDERS.of(database)
