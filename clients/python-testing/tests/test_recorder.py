import json
import stat

import pytest

from seamwright_testing.callers import Callers
from seamwright_testing.recorder import Recorder, Recorders, Sql


@pytest.fixture
def callers():
    return Callers()


@pytest.fixture
def recorder(tmp_path, callers):
    return Recorder("orders/db", lambda: tmp_path / "recordings", callers)


def lines(recorder):
    return [json.loads(line) for line in recorder.file.read_text().splitlines()]


def test_a_statement_is_in_the_file_as_soon_as_it_ran(recorder, callers):
    callers.test = "tests/test_shop.py::test_it"
    recorder.ran(Sql("SELECT $1", "native"), user="web", failed=None)
    header, statement, run = lines(recorder)
    assert (header["format"], header["database"]) == ("seamwright-recording/1", "orders/db")
    assert statement == {"statement": 1, "sql": "SELECT $1", "by": "native"}
    assert run["test"] == "tests/test_shop.py::test_it"
    assert run["place"].startswith("test_recorder.test_a_statement_is_in_the_file_as_soon_as_it_ran(")
    assert "calls" not in run


def test_what_ran_alike_is_counted(recorder):
    for _ in range(3):
        recorder.ran(Sql("SELECT 1", "native"), user=None, failed=None)
    recorder.ran(Sql("SELECT 1", "native"), user=None, failed="23505")
    recorder.flush()
    assert [line.get("calls") for line in lines(recorder)][-1] == 3
    assert sum("sql" in line for line in lines(recorder)) == 1


def test_only_the_owner_reads_it(recorder):
    recorder.ran(Sql("SELECT 'secret'", "native"), user=None, failed=None)
    assert stat.S_IMODE(recorder.file.stat().st_mode) == 0o600


def test_a_file_that_cannot_be_written_fails_the_flush_and_no_statement(tmp_path):
    (tmp_path / "file").write_text("")
    recorder = Recorder("orders-db", lambda: tmp_path / "file", Callers())
    recorder.ran(Sql("SELECT 1", "native"), user=None, failed=None)
    with pytest.raises(OSError):
        recorder.flush()


def test_recordings_are_told_apart_by_their_database(tmp_path):
    recorders = Recorders()
    recorders.directory = tmp_path
    for name in ("orders-db", "orders"):
        recorders.of(name).ran(Sql("SELECT 1", "native"), user=None, failed=None)
    assert recorders.databases() == ["orders", "orders-db"]
    assert recorders.recordings("orders") == [recorders.of("orders").file]


def test_what_is_no_postgresql_is_refused(recorder):
    sqlalchemy = pytest.importorskip("sqlalchemy")
    with pytest.raises(TypeError, match="sqlite"):
        recorder.record(sqlalchemy.create_engine("sqlite://"))
    with pytest.raises(TypeError, match="give an Engine or a psycopg Connection"):
        recorder.record("SELECT 1")
