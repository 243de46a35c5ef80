CREATE TABLE document (id int, tenant text NOT NULL, body text) PARTITION BY LIST (tenant);
CREATE TABLE document_acme PARTITION OF document FOR VALUES IN ('acme');
CREATE TABLE document_globex PARTITION OF document FOR VALUES IN ('globex');
INSERT INTO document VALUES (1, 'acme', 'a'), (2, 'globex', 'b');
CREATE INDEX ON document (tenant);
GRANT SELECT ON document TO app;
ALTER TABLE document ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON document USING (tenant = current_setting('app.tenant', true));
