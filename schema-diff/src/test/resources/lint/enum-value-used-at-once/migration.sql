ALTER TYPE mood ADD VALUE 'good' AFTER 'ok';
INSERT INTO day VALUES ('good');
