CREATE TABLE booking (during tstzrange);
