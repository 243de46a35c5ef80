DROP OWNED BY seamwright_shadow;
