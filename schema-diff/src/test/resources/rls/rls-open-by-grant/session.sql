SET app.tenant = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';
