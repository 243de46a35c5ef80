SET LOCAL search_path = seamwright;

-- In place of a template: what the broker tells the event as, with {environment, context}. A broker of before sends such a webhook without a body,
-- which GitHub, GitLab and Slack refuse; the attempt is repeated.
ALTER TABLE webhook ADD COLUMN format text, ADD COLUMN format_options jsonb;
