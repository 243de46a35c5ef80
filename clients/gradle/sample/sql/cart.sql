-- name: FindCart
SELECT id, created_at FROM cart WHERE id = $1;
