CREATE TABLE cart (id uuuid);
