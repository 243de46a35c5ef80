"""Stock, through psycopg."""

import os

import psycopg


def connect() -> psycopg.Connection:
    return psycopg.connect(os.environ["DATABASE_URL"])


def available(connection: psycopg.Connection, sku: str) -> int:
    row = connection.execute("SELECT available FROM stock WHERE sku = %(sku)s AND sku NOT LIKE 'test-%%'", {"sku": sku}).fetchone()
    return row[0] if row else 0
