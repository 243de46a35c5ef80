CREATE OPERATOR CLASS c FOR TYPE oid USING btree AS FUNCTION 1 pg_catalog.lo_export(oid, text);
