SELECT pg_ls_logdir();
