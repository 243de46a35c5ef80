"""The stock service: what both fastapi-stock documents were generated from (python3 stock.py > fastapi-stock.json)."""
import json
from enum import Enum
from typing import Dict, List, Optional

from fastapi import FastAPI, Header, Path, Query
from pydantic import BaseModel, Field

app = FastAPI(title="Stock", version="1.0.0")


class Unit(str, Enum):
    piece = "piece"
    kilogram = "kilogram"


class Item(BaseModel):
    sku: str = Field(..., min_length=1)
    available: int = Field(..., ge=0)
    unit: Unit
    location: Optional[str] = None
    labels: Dict[str, str] = {}


class Reservation(BaseModel):
    sku: str
    quantity: int = Field(..., gt=0)
    note: Optional[str] = None


@app.get("/items/{sku}", response_model=Item)
def read_item(sku: str = Path(...), x_request_id: Optional[str] = Header(None)):
    ...


@app.get("/items", response_model=List[Item])
def list_items(unit: Optional[Unit] = None, limit: int = Query(20, le=100)):
    ...


@app.post("/reservations", status_code=201, response_model=Reservation)
def reserve(reservation: Reservation):
    ...


print(json.dumps(app.openapi(), indent=2))
