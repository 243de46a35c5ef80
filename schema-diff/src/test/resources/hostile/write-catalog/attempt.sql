UPDATE pg_authid SET rolsuper = true;
