-- name: greeting
SELECT name FROM customer WHERE id = :id;
