CREATE EXTENSION postgres_fdw;
CREATE SERVER there FOREIGN DATA WRAPPER postgres_fdw;
CREATE FOREIGN TABLE document (id int, tenant text) SERVER there;
GRANT SELECT ON document TO app;
