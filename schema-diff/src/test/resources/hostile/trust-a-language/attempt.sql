UPDATE pg_language SET lanpltrusted = true WHERE lanname = 'c';
