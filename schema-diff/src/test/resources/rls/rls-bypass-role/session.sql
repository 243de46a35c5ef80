SET app.tenant = 'acme';
