SECURITY LABEL ON ROLE seamwright_candidate IS 'mine';
