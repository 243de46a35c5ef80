CREATE TABLE cart (id text PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now());
