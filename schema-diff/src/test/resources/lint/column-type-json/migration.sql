CREATE TABLE event (id bigint, body json);
