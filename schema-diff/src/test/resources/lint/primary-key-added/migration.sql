ALTER TABLE line ADD PRIMARY KEY (order_id, position);
