CREATE TABLE document (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant text NOT NULL, body text);
CREATE INDEX ON document (tenant);
ALTER TABLE document OWNER TO owner;
GRANT SELECT, INSERT, UPDATE, DELETE ON document TO app;
ALTER TABLE document ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON document USING (tenant = current_setting('app.tenant', true))
    WITH CHECK (tenant = current_setting('app.tenant', true));
CREATE TABLE allowed (login text, tenant text);
INSERT INTO allowed VALUES ('app', 'acme');
CREATE FUNCTION document_of_login() RETURNS SETOF document LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
    $$BEGIN RETURN QUERY SELECT d.* FROM public.document d JOIN allowed a ON a.tenant = d.tenant; END$$;
