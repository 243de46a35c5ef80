ALTER ROLE seamwright_shadow PASSWORD 'mine';
