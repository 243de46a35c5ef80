ALTER TABLE shop.t ADD b int;
