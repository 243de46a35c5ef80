ALTER TYPE state ADD VALUE 'gone';
