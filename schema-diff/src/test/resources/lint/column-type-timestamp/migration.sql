CREATE TABLE event (at timestamp, sent timestamptz);
