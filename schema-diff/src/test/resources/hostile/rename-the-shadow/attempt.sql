ALTER ROLE seamwright_shadow RENAME TO mine;
