SELECT set_config('app.tenant', 'acme', true);
