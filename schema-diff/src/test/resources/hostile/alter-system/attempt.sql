ALTER SYSTEM SET archive_command = 'touch ${directory}/written';
