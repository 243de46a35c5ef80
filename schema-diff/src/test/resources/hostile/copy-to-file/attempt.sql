COPY (SELECT 1) TO '${directory}/written';
