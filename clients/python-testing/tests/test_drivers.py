"""What drivers run on a real PostgreSQL: that of DATABASE_URL."""

import asyncio
import json
import os

import pytest

from seamwright_testing.callers import Callers
from seamwright_testing.recorder import Recorder

psycopg = pytest.importorskip("psycopg")
URL = os.environ.get("DATABASE_URL", "")
pytestmark = pytest.mark.skipif(not URL, reason="DATABASE_URL names no PostgreSQL")


@pytest.fixture
def recorder(tmp_path):
    return Recorder("stock-db", lambda: tmp_path, Callers())


def recorded(recorder):
    """Each statement with how it reached the server, what came of it, and how often it ran."""
    recorder.flush()
    statements, runs = {}, {}
    for line in map(json.loads, recorder.file.read_text().splitlines()[1:]):
        if "sql" in line:
            statements[line["statement"]] = (line["sql"], line["by"])
        elif "calls" in line:
            runs[line["run"]][-1] = line["calls"]
        else:
            runs[line["run"]] = [*statements[line["statement"]], line.get("failed"), 1]
    return [tuple(run) for run in runs.values()]


@pytest.fixture(autouse=True)
def stock():
    with psycopg.connect(URL) as connection:
        connection.execute("DROP TABLE IF EXISTS stock_of_tests")
        connection.execute("CREATE TABLE stock_of_tests (sku text PRIMARY KEY, available integer NOT NULL)")
    yield
    with psycopg.connect(URL) as connection:
        connection.execute("DROP TABLE stock_of_tests")


def test_psycopg(recorder):
    with psycopg.connect(URL, autocommit=True) as connection:
        assert recorder.record(recorder.record(connection)) is connection
        connection.execute("SELECT 'a%'")
        query = psycopg.sql.SQL("SELECT {} FROM stock_of_tests WHERE sku = %s")
        connection.execute(query.format(psycopg.sql.Identifier("available")), ["lamp"])
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO stock_of_tests VALUES (%s, %s)", iter([("lamp", 1), ("table", 2)]))
        with pytest.raises(psycopg.errors.UndefinedColumn):
            connection.execute("SELECT nothing FROM stock_of_tests")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO stock_of_tests VALUES (%(sku)s, 0)", {"sku": "lamp"})
    assert recorded(recorder) == [
        ("SELECT 'a%'", "native", None, 1),
        ('SELECT "available" FROM stock_of_tests WHERE sku = $1', "native", None, 1),
        ("INSERT INTO stock_of_tests VALUES ($1, $2)", "native", None, 2),
        ("SELECT nothing FROM stock_of_tests", "native", "42703", 1),
        ("INSERT INTO stock_of_tests VALUES ($1, 0)", "native", "23505", 1),
    ]


def test_psycopg_with_values_written_into_the_text(recorder):
    with psycopg.connect(URL, cursor_factory=psycopg.ClientCursor) as connection:
        recorder.record(connection)
        connection.execute("SELECT %s", [3])
    assert recorded(recorder) == [("SELECT $1", "interpolated", None, 1)]


def test_psycopg_in_coroutines(recorder):
    async def run():
        async with await psycopg.AsyncConnection.connect(URL) as connection:
            recorder.record(connection)
            await connection.execute("SELECT %s::int", [1])
            async with connection.cursor() as cursor:
                await cursor.executemany("INSERT INTO stock_of_tests VALUES (%s, %s)", [("lamp", 1)])

    asyncio.run(run())
    assert recorded(recorder) == [
        ("SELECT $1::int", "native", None, 1),
        ("INSERT INTO stock_of_tests VALUES ($1, $2)", "native", None, 1),
    ]
    assert "run(" in recorder.file.read_text()  # the place, found in a coroutine


def test_sqlalchemy(recorder):
    sa = pytest.importorskip("sqlalchemy")
    engine = sa.create_engine(URL)
    recorder.record(engine)
    stock = sa.Table("stock_of_tests", sa.MetaData(), sa.Column("sku", sa.Text, primary_key=True), sa.Column("available", sa.Integer))
    with engine.begin() as connection:
        connection.execute(stock.insert(), [{"sku": "lamp", "available": 1}, {"sku": "table", "available": 2}])
        connection.execute(sa.select(stock.c.sku).where(stock.c.sku.in_(["lamp", "desk"])))
        connection.execute(sa.text("SELECT sku FROM stock_of_tests WHERE sku LIKE 'x%' AND available = :count"), {"count": 1})
    with pytest.raises(sa.exc.ProgrammingError), engine.begin() as connection:
        connection.execute(sa.text("SELECT nothing FROM stock_of_tests"))
    engine.dispose()
    by = "interpolated" if engine.dialect.driver == "psycopg2" else "native"
    assert [(" ".join(sql.split()), *rest) for sql, *rest in recorded(recorder)] == [
        ("INSERT INTO stock_of_tests (sku, available) VALUES ($1, $2)", by, None, 2),
        ("SELECT stock_of_tests.sku FROM stock_of_tests WHERE stock_of_tests.sku IN ($1, $2)", by, None, 1),
        ("SELECT sku FROM stock_of_tests WHERE sku LIKE 'x%' AND available = $1", by, None, 1),
        ("SELECT nothing FROM stock_of_tests", by, "42703", 1),
    ]
