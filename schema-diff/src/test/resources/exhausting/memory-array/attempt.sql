SELECT array_length(array_fill(1, ARRAY[400000000]), 1);
