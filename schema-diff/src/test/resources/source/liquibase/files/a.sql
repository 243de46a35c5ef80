--liquibase formatted sql
--property name=schema value=app

--changeset ann:1 splitStatements:false
--comment: first; of all
--preconditions onFail:MARK_RAN
CREATE SCHEMA ${schema};
CREATE TABLE ${schema}.t (a int);
--rollback DROP SCHEMA app;

-- changeset "ann marie":"two words" runInTransaction:false
CREATE INDEX CONCURRENTLY i ON app.t (a);

--changeset bob:2 endDelimiter:/
CREATE FUNCTION app.f() RETURNS int LANGUAGE plpgsql AS $$
BEGIN
  RETURN 1;
END $$
/
SELECT app.f()
/
/* liquibase rollback
DROP FUNCTION app.f();
*/
--changeset bob:3 dbms:oracle,mysql
SELECT 1 FROM dual;
--changeset bob:4 dbms:postgresql
--ignoreLines:2
not sql;
not sql either;
ALTER TABLE app.t ADD b int;
