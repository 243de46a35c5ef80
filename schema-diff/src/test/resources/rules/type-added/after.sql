SELECT 1;
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
