ALTER TYPE mood ADD VALUE 'better';
