CREATE TABLE event (kind smallint, id smallserial);
