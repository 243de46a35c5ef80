CREATE TABLE document (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant text, body text);
CREATE INDEX ON document (tenant);
ALTER TABLE document OWNER TO owner;
GRANT SELECT, INSERT, UPDATE, DELETE ON document TO app;
ALTER TABLE document ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY readable ON document FOR SELECT USING (tenant IS NULL OR tenant = current_setting('app.tenant', true));
CREATE POLICY added ON document FOR INSERT WITH CHECK (tenant = current_setting('app.tenant', true));
CREATE POLICY changed ON document FOR UPDATE USING (tenant = current_setting('app.tenant', true));
CREATE POLICY removed ON document FOR DELETE USING (tenant = current_setting('app.tenant', true));
