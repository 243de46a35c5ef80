CREATE TABLE shop.t (a int);
