SET log_directory = '${directory}';
