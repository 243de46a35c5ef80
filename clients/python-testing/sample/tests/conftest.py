from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from shop import orders, stock
from shop.main import app, database


@pytest.fixture(scope="session", autouse=True)
def schema():
    """The database of the tests, made anew."""
    with stock.connect() as connection:
        connection.execute("DROP TABLE IF EXISTS orders, stock")
        connection.execute(Path(__file__).parent.parent.joinpath("db/migration/V1__orders.sql").read_text())
        connection.execute("INSERT INTO stock VALUES ('lamp', 3)")


@pytest.fixture(scope="session")
def api(schema, seamwright_recorder):
    """The API, on connections whose statements are recorded."""

    def recorded():
        with stock.connect() as connection:
            yield seamwright_recorder.record(connection)

    seamwright_recorder.record(orders.engine)
    app.dependency_overrides[database] = recorded
    return TestClient(app)
