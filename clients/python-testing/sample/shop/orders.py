"""Orders, through SQLAlchemy."""

import os

from sqlalchemy import Column, Integer, MetaData, Table, Text, create_engine, select

engine = create_engine(os.environ.get("DATABASE_URL", "postgresql://localhost/shop"))
orders = Table("orders", MetaData(), Column("id", Integer, primary_key=True), Column("sku", Text), Column("quantity", Integer))


def place(sku: str, quantity: int) -> int:
    with engine.begin() as connection:
        return connection.execute(orders.insert().returning(orders.c.id), {"sku": sku, "quantity": quantity}).scalar_one()


def find(number: int):
    with engine.connect() as connection:
        return connection.execute(select(orders).where(orders.c.id == number)).mappings().first()
