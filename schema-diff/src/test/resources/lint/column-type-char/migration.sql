CREATE TABLE country (code char(2));
