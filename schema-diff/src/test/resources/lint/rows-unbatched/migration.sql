UPDATE orders SET note = '';
DELETE FROM orders;
DELETE FROM orders WHERE id < 10;
