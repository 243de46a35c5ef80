import pytest


def test_an_order_is_found_by_its_number(api):
    placed = api.post("/orders", json={"sku": "lamp", "quantity": 2})
    assert placed.status_code == 201
    found = api.get(f"/orders/{placed.json()['id']}")
    assert found.json() == placed.json()


def test_an_unknown_order_is_not_found(api):
    assert api.get("/orders/999").status_code == 404


@pytest.mark.parametrize(("sku", "count"), [("lamp", 3), ("table", 0)])
def test_stock_is_told(api, sku, count):
    assert api.get(f"/stock/{sku}").json() == count
