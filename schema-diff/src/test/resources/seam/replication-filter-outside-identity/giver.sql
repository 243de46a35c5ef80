CREATE TABLE orders (id bigint PRIMARY KEY, region text, note text);
CREATE PUBLICATION p FOR TABLE orders WHERE (region = 'eu');
