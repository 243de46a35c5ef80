DROP POLICY tenant ON orders;
CREATE POLICY tenant ON orders FOR SELECT USING (tenant = current_setting('app.tenant', true));
