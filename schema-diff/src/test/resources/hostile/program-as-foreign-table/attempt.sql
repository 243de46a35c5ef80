CREATE EXTENSION file_fdw;
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE id (line text) SERVER files OPTIONS (program 'id > ${directory}/written');
SELECT * FROM id;
