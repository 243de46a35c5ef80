DROP INDEX orders_by_kind;
