CREATE TABLE document (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant text NOT NULL, body text);
CREATE INDEX ON document (tenant);
ALTER TABLE document OWNER TO owner;
GRANT SELECT, INSERT, UPDATE, DELETE ON document TO app;
CREATE TABLE member (login text NOT NULL, tenant text NOT NULL);
INSERT INTO member VALUES ('ann', 'acme');
GRANT SELECT, INSERT ON member TO app;
ALTER TABLE document ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON document USING (EXISTS (SELECT FROM member m WHERE m.login = current_setting('app.login', true) AND m.tenant = document.tenant));
