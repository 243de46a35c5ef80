CREATE TYPE mine (INPUT = int4in, OUTPUT = int4out, LIKE = int4);
