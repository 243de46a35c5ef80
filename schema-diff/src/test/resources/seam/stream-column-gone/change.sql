ALTER TABLE orders DROP note;
ALTER TABLE orders RENAME code TO number;
