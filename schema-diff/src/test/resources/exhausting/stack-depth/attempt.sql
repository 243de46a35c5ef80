SET max_stack_depth = '60MB';
