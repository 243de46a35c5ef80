SELECT pg_stat_file('/etc/passwd');
