"""A shop: an API on a database that another team owns."""
