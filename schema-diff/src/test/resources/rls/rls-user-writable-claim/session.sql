SELECT set_config('request.jwt.claims', '{"app_metadata": {"tenant": "acme"}, "user_metadata": {"tenant": "acme"}}', false);
