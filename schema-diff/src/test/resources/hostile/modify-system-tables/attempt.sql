SET allow_system_table_mods = on;
