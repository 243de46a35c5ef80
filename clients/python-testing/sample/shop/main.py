"""The API."""

from typing import Iterator

from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel

from . import orders, stock

app = FastAPI(title="Shop", version="1.0.0")


class NewOrder(BaseModel):
    sku: str
    quantity: int


class Order(NewOrder):
    id: int


def database() -> Iterator[object]:
    with stock.connect() as connection:
        yield connection


@app.post("/orders", status_code=201, response_model=Order)
def place_order(order: NewOrder):
    return {"id": orders.place(order.sku, order.quantity), **order.dict()}


@app.get("/orders/{number}", response_model=Order)
def find_order(number: int):
    found = orders.find(number)
    if found is None:
        raise HTTPException(404, "There is no such order.")
    return dict(found)


@app.get("/stock/{sku}")
def available(sku: str, connection=Depends(database)) -> int:
    return stock.available(connection, sku)
