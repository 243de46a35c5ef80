SELECT ROW(extract(epoch FROM pg_postmaster_start_time()),
           inet_server_addr(),
           inet_server_port(),
           current_user,
           b.datdba,
           b.datconnlimit,
           b.datacl,
           shobj_description(b.oid, 'pg_database'),
           (SELECT array_agg(ROW(s.setdatabase = 0, s.setrole, s.setconfig)::text ORDER BY s.setdatabase, s.setrole)
              FROM pg_db_role_setting s WHERE s.setdatabase IN (0, b.oid)),
           (SELECT array_agg(ROW(l.provider, l.label)::text ORDER BY l.provider)
              FROM pg_shseclabel l WHERE l.classoid = 'pg_database'::regclass AND l.objoid = b.oid),
           (SELECT array_agg(u.umoptions::text ORDER BY u.umid) FROM pg_user_mappings u),
           (SELECT count(*) FROM pg_largeobject_metadata))::text
  FROM pg_database b
 WHERE b.datname = current_database()
   AND NOT EXISTS (SELECT FROM pg_subscription s WHERE s.subdbid = (SELECT o.oid FROM pg_database o WHERE o.datname = current_database()))
