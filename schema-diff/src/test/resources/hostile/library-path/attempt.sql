SET dynamic_library_path = '${directory}';
