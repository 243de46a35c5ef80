CREATE TABLE document (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant text NOT NULL, body text);
CREATE INDEX ON document (tenant);
ALTER TABLE document OWNER TO owner;
GRANT SELECT, INSERT, UPDATE, DELETE ON document TO app;
REVOKE ALL ON document FROM app;
CREATE VIEW mine AS SELECT * FROM document WHERE tenant = current_setting('app.tenant', true);
ALTER VIEW mine OWNER TO owner;
GRANT SELECT ON mine TO app;
