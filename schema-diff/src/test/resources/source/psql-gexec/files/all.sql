SELECT 'x'
\gexec
