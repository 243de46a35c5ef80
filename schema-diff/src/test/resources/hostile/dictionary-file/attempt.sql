CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = synonym, SYNONYMS = '../../../../etc/passwd');
