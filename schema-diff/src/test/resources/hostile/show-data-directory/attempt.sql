SHOW data_directory;
