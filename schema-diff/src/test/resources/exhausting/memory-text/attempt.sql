SELECT length(repeat('x', 1000000000) || repeat('y', 1000000000));
