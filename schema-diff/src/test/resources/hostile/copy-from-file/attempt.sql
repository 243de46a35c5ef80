CREATE TABLE t (line text);
COPY t FROM '/etc/passwd';
