package dev.seamwright.schemadiff.postgres.syntax;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;

/**
 * PostgreSQL's parser, asked through a connection: the server is told to print each statement's tree, and gets the statement to parse,
 * never to execute. Utility statements are printed as they were written. The others would be analysed, and refused where they name what
 * does not exist: inside of {@code COPY (…) TO STDOUT}, a utility statement, they are not. Needs PostgreSQL 16 or newer.
 */
public final class Syntax {
    private static final String REFUSED = "42601";

    private final QueryExecutor executor;

    private Syntax(QueryExecutor executor) {
        this.executor = executor;
    }

    /** A parser on {@code connection}, which from then on tells every tree to its client, and so should serve nothing else. */
    public static Syntax of(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "SET debug_print_parse = on; SET debug_pretty_print = off; SET client_min_messages = log");
        }
        return new Syntax(connection.unwrap(PgConnection.class).getQueryExecutor());
    }

    /** What the parser says. */
    public sealed interface Answer {}

    /** It is a statement. */
    public record Parsed(Node tree) implements Answer {}

    /**
     * It is none.
     *
     * @param offset of where the parser gave up, counted in characters
     */
    public record NotSql(String error, int offset) implements Answer {}

    /** It is one, but the server cannot say more without the objects that it names: {@code CREATE TABLE … AS} for example. */
    public record Unknown(String error) implements Answer {}

    /** Parses a single statement. */
    public Answer parse(String sql) throws SQLException {
        var plain = ask(sql);
        var utility = plain.tree == null ? Optional.<Node>empty() : plain.tree.node("utilityStmt");
        if (utility.isPresent()) {
            return new Parsed(utility.get());
        }
        if (plain.refusal != null && REFUSED.equals(plain.refusal.getSQLState())) {
            return new NotSql(message(plain.refusal), offset(plain.refusal));
        }
        var inside = ask("COPY (%s\n) TO STDOUT".formatted(sql));
        if (inside.tree != null) {
            var query = inside.tree.node("utilityStmt").flatMap(copy -> copy.node("query"));
            if (query.isPresent()) {
                return new Parsed(query.get());
            }
        }
        return new Unknown(plain.refusal == null ? "It has no tree." : message(plain.refusal));
    }

    private record Reply(@Nullable Node tree, @Nullable SQLException refusal) {}

    private Reply ask(String sql) throws SQLException {
        var trees = new Trees();
        try {
            executor.execute(
                    executor.createSimpleQuery(sql),
                    null,
                    trees,
                    0,
                    0,
                    QueryExecutor.QUERY_DESCRIBE_ONLY
                            | QueryExecutor.QUERY_ONESHOT
                            | QueryExecutor.QUERY_SUPPRESS_BEGIN);
            return new Reply(trees.tree, null);
        } catch (SQLException refusal) {
            if (executor.isClosed()) {
                throw refusal;
            }
            return new Reply(trees.tree, refusal);
        }
    }

    private static final class Trees extends ResultHandlerBase {
        private @Nullable Node tree;

        @Override
        public void handleWarning(SQLWarning warning) {
            var message = warning instanceof PSQLWarning postgres ? postgres.getServerErrorMessage() : null;
            var detail = message == null ? null : message.getDetail();
            if (detail != null && detail.startsWith("{QUERY")) {
                tree = NodeReader.read(detail);
            }
        }
    }

    private static String message(SQLException refusal) {
        var message = refusal instanceof PSQLException postgres && postgres.getServerErrorMessage() != null
                ? postgres.getServerErrorMessage().getMessage()
                : refusal.getMessage();
        return String.valueOf(message);
    }

    private static int offset(SQLException refusal) {
        var message = refusal instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        return message == null ? 0 : Math.max(message.getPosition() - 1, 0);
    }
}
