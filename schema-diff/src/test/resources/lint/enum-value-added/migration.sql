ALTER TYPE mood ADD VALUE 'good' AFTER 'ok';
