SELECT pg_stat_reset_shared('io');
