CREATE TABLE document (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant text NOT NULL, body text);
CREATE INDEX ON document (tenant);
ALTER TABLE document OWNER TO owner;
GRANT SELECT, INSERT, UPDATE, DELETE ON document TO app;
ALTER TABLE document ADD UNIQUE (tenant, id);
ALTER TABLE document ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON document USING (tenant = current_setting('app.tenant', true))
    WITH CHECK (tenant = current_setting('app.tenant', true));
CREATE TABLE page (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant text NOT NULL, document uuid, FOREIGN KEY (document) REFERENCES document (id));
CREATE INDEX ON page (tenant);
ALTER TABLE page OWNER TO owner;
GRANT SELECT, INSERT, DELETE ON page TO app;
ALTER TABLE page ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON page USING (tenant = current_setting('app.tenant', true));
