CREATE TYPE mood AS ENUM ('ok');
CREATE TABLE day (mood mood);
