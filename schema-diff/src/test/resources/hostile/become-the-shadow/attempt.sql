SET ROLE seamwright_shadow;
