SET LOCAL search_path = seamwright;

-- What an attempt sent and what came back, apart from its log; without secrets. response: an excerpt, where the operator lets responses be seen.
ALTER TABLE webhook_attempt
    ADD COLUMN http_status integer,
    ADD COLUMN error text,
    ADD COLUMN payload text,
    ADD COLUMN response text;

-- the pages of a list of deliveries: all, of one state, of one webhook
CREATE INDEX ON webhook_delivery (workspace_id, created_at, delivery_id);
CREATE INDEX ON webhook_delivery (workspace_id, webhook_id, created_at, delivery_id);
