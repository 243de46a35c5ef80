CREATE TABLE document (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant text NOT NULL, body text);
CREATE INDEX ON document (tenant);
ALTER TABLE document OWNER TO owner;
GRANT SELECT, INSERT, UPDATE, DELETE ON document TO app;
CREATE TABLE allowed (login text, tenant text);
INSERT INTO allowed VALUES ('app', 'acme');
GRANT SELECT ON allowed TO app;
CREATE FUNCTION may_see(of text) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS
    $$BEGIN RETURN EXISTS (SELECT FROM allowed a WHERE a.login = current_user AND a.tenant = of); END$$;
ALTER TABLE document ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON document USING (may_see(tenant));
