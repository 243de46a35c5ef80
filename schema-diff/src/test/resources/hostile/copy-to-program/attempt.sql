COPY (SELECT 1) TO PROGRAM 'cat > ${directory}/written';
