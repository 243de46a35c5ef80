package dev.seamwright.schemadiff.postgres.usage;

import dev.seamwright.contracts.dbusage.Statement.Use.Access;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLWarning;

/** What PostgreSQL's parse trees say of permissions: who may ask what is also who asks what. */
public final class ParseTree {
    /** Makes the server print the tree of every statement of the transaction that is analysed. */
    public static final String PRINT =
            "SET LOCAL debug_pretty_print = off; SET LOCAL client_min_messages = log; SET LOCAL debug_print_parse = on";
    /** Ends {@link #PRINT}. */
    public static final String QUIET = "SET LOCAL debug_print_parse = off; SET LOCAL client_min_messages = notice";

    // FirstLowInvalidHeapAttributeNumber: column n is the bit n + 7; 7 is the whole row
    private static final int FIRST = 7;
    private static final String COLUMNS =
            " :checkAsUser \\d+ :selectedCols \\(b([\\s\\d]*)\\) :insertedCols \\(b([\\s\\d]*)\\)"
                    + " :updatedCols \\(b([\\s\\d]*)\\)";
    // the server breaks lines at any space
    private static final Pattern PERMISSIONS =
            Pattern.compile((":relid (\\d+)(?: :relkind \\w :rellockmode \\d+ :tablesample <> :lateral \\w+)? :inh \\w+"
                            + "(?: :inFromCl \\w+)? :requiredPerms (\\d+)" + COLUMNS)
                    .replace(" ", "\\s+"));
    private static final Map<Access, Integer> BITS =
            new EnumMap<>(Map.of(Access.INSERT, 1, Access.READ, 2, Access.UPDATE, 4, Access.DELETE, 8));

    private ParseTree() {}

    /**
     * What a statement does with a relation.
     *
     * @param columns their numbers; 0: the whole row; none: the relation itself
     */
    public record Touch(long relation, Access access, SortedSet<Integer> columns) {}

    /** What the statements that were just executed with {@link #PRINT} touch; views are not looked through. */
    public static List<Touch> touches(Statement execution) throws SQLException {
        var touches = new ArrayList<Touch>();
        for (var warning = execution.getWarnings(); warning != null; warning = warning.getNextWarning()) {
            var message = warning instanceof PSQLWarning notice ? notice.getServerErrorMessage() : null;
            if (message != null && message.getDetail() != null) {
                touches(message.getDetail(), touches);
            }
        }
        return touches;
    }

    private static void touches(String tree, List<Touch> touches) {
        var matcher = PERMISSIONS.matcher(tree);
        while (matcher.find()) {
            var relation = Long.parseLong(matcher.group(1));
            var required = Integer.parseInt(matcher.group(2));
            for (var access : BITS.entrySet()) {
                if ((required & access.getValue()) != 0) {
                    var columns = columns(
                            switch (access.getKey()) {
                                case READ -> matcher.group(3);
                                case INSERT -> matcher.group(4);
                                case UPDATE -> matcher.group(5);
                                case DELETE -> "";
                            });
                    touches.add(new Touch(relation, access.getKey(), columns));
                }
            }
        }
    }

    private static SortedSet<Integer> columns(String bits) {
        var columns = new TreeSet<Integer>();
        for (var bit : bits.strip().split("\\s+", -1)) {
            // system columns are below the whole row
            if (!bit.isEmpty() && Integer.parseInt(bit) >= FIRST) {
                columns.add(Integer.parseInt(bit) - FIRST);
            }
        }
        return columns;
    }
}
