ALTER PUBLICATION p SET (publish = 'insert, update');
