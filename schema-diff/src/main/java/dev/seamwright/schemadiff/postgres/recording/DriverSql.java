package dev.seamwright.schemadiff.postgres.recording;

import dev.seamwright.schemadiff.postgres.recording.DriverRecording.Text;
import dev.seamwright.schemadiff.postgres.recording.DriverRecording.Way;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.postgresql.core.Parser;
import org.postgresql.core.ServerVersion;
import org.postgresql.jdbc.EscapeSyntaxCallMode;

/** What pgjdbc makes of texts before it sends them, by its own code and with its default settings; of other drivers' texts, their statements. */
final class DriverSql {
    /** The place of the result in JDBC's escape for calls. */
    private static final Pattern RESULT =
            Pattern.compile("^(\\s*\\{\\s*)\\?\\s*=\\s*(?=call\\b)", Pattern.CASE_INSENSITIVE);

    private DriverSql() {}

    /**
     * The statements that reach the server: single ones, with {@code $1} in place of {@code ?}, without the escapes of JDBC, and with the
     * RETURNING that generated keys need.
     *
     * @throws SQLException when the driver refuses the text
     */
    static List<String> sent(Text text) throws SQLException {
        if (!text.way().isJdbc()) {
            return parsed(text.sql(), false);
        }
        // for the result the driver sends a parameter of the type void, which the server drops
        var sql = Parser.replaceProcessing(RESULT.matcher(text.sql()).replaceFirst("$1"), true, true);
        if (text.way() == Way.CALLABLE) {
            sql = Parser.modifyJdbcCall(sql, true, ServerVersion.v14.getVersionNum(), EscapeSyntaxCallMode.SELECT)
                    .getSql();
        }
        return parsed(sql, text.way() != Way.STATEMENT, text.keys().toArray(String[]::new));
    }

    private static List<String> parsed(String sql, boolean hasPlaceholders, String... keys) throws SQLException {
        return Parser.parseJdbcSql(sql, true, hasPlaceholders, true, false, true, keys).stream()
                .map(query -> query.nativeSql)
                .toList();
    }
}
