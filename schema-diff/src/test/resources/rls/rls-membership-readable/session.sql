SET app.login = 'ann';
