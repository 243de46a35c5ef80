CREATE TABLE log (line text);
CREATE TABLE event (line text);
CREATE PUBLICATION p FOR TABLE log;
CREATE PUBLICATION q FOR TABLE event WITH (publish = 'insert');
