-- why
ALTER TABLE t ADD b text;

ALTER TABLE t ADD c text;
