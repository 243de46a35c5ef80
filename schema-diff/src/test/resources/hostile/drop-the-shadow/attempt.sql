DROP ROLE seamwright_shadow;
