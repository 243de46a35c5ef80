ALTER ROLE CURRENT_USER SET session_preload_libraries = '${directory}/x.so';
