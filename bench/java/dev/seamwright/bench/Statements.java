package dev.seamwright.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The statements of a request, from the log of PostgreSQL while it logs all of them. */
final class Statements {
    private static final Pattern ENTRY = Pattern.compile("^\\S+ \\S+ \\S+ \\[(\\d+)] (\\w+): +(.*)$");
    private static final Pattern EXECUTE = Pattern.compile("^(?:execute \\S+|statement): (.*)$", Pattern.DOTALL);
    private static final long LOG_MILLIS = 300;

    private Statements() {}

    /** A statement with its parameters as PostgreSQL prints them: {@code '1', NULL}. */
    record Statement(String sql, List<String> parameters) {}

    /** The statements of the broker's transactions during {@code requests}, a list for each transaction. */
    static List<List<Statement>> capture(Server server, Requests requests)
            throws IOException, InterruptedException, SQLException {
        try (var connection = server.database()) {
            logAll(connection, true);
            var from = Files.size(server.databaseLog());
            try {
                requests.send();
                Thread.sleep(LOG_MILLIS);
            } finally {
                logAll(connection, false);
            }
            try (var log = Files.newInputStream(server.databaseLog())) {
                log.skipNBytes(from);
                return transactions(new String(log.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    /** What is looked at. */
    interface Requests {
        void send() throws IOException, InterruptedException;
    }

    private static void logAll(Connection connection, boolean on) throws SQLException, InterruptedException {
        Sql.run(connection, on ? "ALTER SYSTEM SET log_statement = 'all'" : "ALTER SYSTEM RESET log_statement");
        Sql.run(connection, "SELECT pg_reload_conf()");
        Thread.sleep(LOG_MILLIS);
    }

    private static List<List<Statement>> transactions(String log) {
        var done = new ArrayList<List<Statement>>();
        var open = new LinkedHashMap<String, List<Statement>>();
        for (var entry : entries(log)) {
            var statement = EXECUTE.matcher(entry.text());
            if (entry.kind().equals("LOG") && statement.matches()) {
                var sql = statement.group(1);
                if (sql.startsWith("BEGIN ISOLATION")) {
                    open.put(entry.process(), new ArrayList<>());
                }
                var transaction = open.get(entry.process());
                if (transaction != null) {
                    transaction.add(new Statement(sql, new ArrayList<>()));
                    if (sql.equals("COMMIT")) {
                        done.add(open.remove(entry.process()));
                    }
                }
            } else if (entry.kind().equals("DETAIL") && open.containsKey(entry.process())) {
                open.get(entry.process()).getLast().parameters().addAll(parameters(entry.text()));
            }
        }
        return done;
    }

    private record Entry(String process, String kind, String text) {}

    private static List<Entry> entries(String log) {
        var entries = new ArrayList<Entry>();
        for (var line : log.split("\n")) {
            var entry = ENTRY.matcher(line);
            if (entry.matches()) {
                entries.add(new Entry(entry.group(1), entry.group(2), entry.group(3)));
            } else if (!entries.isEmpty()) {
                var last = entries.removeLast();
                entries.add(new Entry(last.process(), last.kind(), last.text() + "\n" + line.stripLeading()));
            }
        }
        return entries;
    }

    /** {@code Parameters: $1 = 'a', $2 = NULL}, where a quote inside is doubled. */
    private static List<String> parameters(String detail) {
        var values = new ArrayList<String>();
        var value = Pattern.compile("\\$\\d+ = (NULL|'(?:[^']++|'')*+')").matcher(detail);
        while (value.find()) {
            values.add(value.group(1));
        }
        return values;
    }

    /** Round trips of a transaction: BEGIN and the setting of its workspace are sent together. */
    static int roundTrips(List<Statement> transaction) {
        return transaction.size() - 1;
    }

    /** The type that the JDBC driver gave a value, as far as the value shows it. */
    private static String type(String parameter) {
        var value = parameter.replace("'", "");
        if (value.matches("\\{[0-9,]*}")) {
            return "bigint[]";
        }
        if (value.startsWith("{")) {
            return "text[]";
        }
        if (value.matches("[0-9]+")) {
            return "bigint";
        }
        if (value.matches("[0-9a-f]{8}-[0-9a-f-]{27}")) {
            return "uuid";
        }
        return value.matches("\\d{4}-\\d\\d-\\d\\d .*") ? "timestamptz" : "text";
    }

    /** The plans of a transaction's queries, run again as the broker's role in the default workspace. */
    static String plans(Connection connection, List<Statement> transaction) throws SQLException {
        var text = new StringBuilder();
        Sql.run(connection, "SET search_path = seamwright");
        Sql.run(connection, "SET jit = off");
        Sql.run(connection, "SET ROLE seamwright_app");
        Sql.run(
                connection,
                "SELECT set_config('seamwright.workspace', '1', false), set_config('plan_cache_mode', 'force_generic_plan', false)");
        for (var statement : transaction) {
            if (!statement.sql().startsWith("SELECT") && !statement.sql().startsWith("WITH") || statement.sql().contains("set_config")) {
                continue;
            }
            text.append("\n-- ").append(statement.sql().replace("\n", "\n-- ")).append('\n');
            var types = statement.parameters().isEmpty()
                    ? ""
                    : statement.parameters().stream().map(Statements::type).collect(Collectors.joining(", ", " (", ")"));
            Sql.run(connection, "PREPARE bench" + types + " AS " + statement.sql());
            var explain = "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, SUMMARY ON) EXECUTE bench"
                    + (statement.parameters().isEmpty() ? "" : "(" + String.join(", ", statement.parameters()) + ")");
            Sql.lines(connection, explain); // buffers are warm the second time, as they are in service
            Sql.lines(connection, explain).forEach(line -> text.append(line).append('\n'));
            Sql.run(connection, "DEALLOCATE bench");
        }
        Sql.run(connection, "RESET ROLE");
        Sql.run(connection, "RESET ALL");
        return text.toString();
    }
}
