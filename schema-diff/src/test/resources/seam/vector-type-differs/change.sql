ALTER TABLE doc ALTER embedding TYPE halfvec(3);
