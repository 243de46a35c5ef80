-- name: greeting
SELECT name, nickname FROM customer WHERE id = :id;
