package dev.seamwright.schemadiff.postgres.impact;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a statement did, by PostgreSQL's own views: two pictures of the session's transaction, and the difference. Locks and scans show
 * only inside of a transaction.
 */
public final class Observer {
    private static final String USER_RELATION =
            " n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'p', 'm', 'v', 'f')";
    private static final String NAME = "quote_ident(n.nspname) || '.' || quote_ident(c.relname)";

    // weakest first (PostgreSQL's documentation, 13.3.1); the weaker ones hold back neither rows nor schema changes
    private static final List<String> MODES = List.of(
            "ShareUpdateExclusiveLock", "ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock");

    private Observer() {}

    /** A relation's name and its file; null: it has none. */
    private record Relation(String name, @Nullable Long file) {}

    private record Lock(long relation, String name, String mode) {}

    /** The relations, the session's locks on them, and how often its transaction read each to its end. */
    public static final class Picture {
        private final Map<Long, Relation> relations;
        private final List<Lock> locks;
        private final Map<Long, Long> scans;

        private Picture(Map<Long, Relation> relations, List<Lock> locks, Map<Long, Long> scans) {
            this.relations = relations;
            this.locks = locks;
            this.scans = scans;
        }

        /** The oids of all relations. */
        public Collection<Long> relations() {
            return Collections.unmodifiableCollection(relations.keySet());
        }

        /** The same without some relations: what is done to them will not show. */
        public Picture without(Collection<Long> unseen) {
            var rest = new HashMap<>(relations);
            rest.keySet().removeAll(unseen);
            return new Picture(rest, locks, scans);
        }
    }

    /**
     * What happened to relations that were there before, by qualified name.
     *
     * @param locks the strongest that is held now and was not held before
     * @param rewritten those that have another file
     * @param scanned those that were read to their end
     * @param removed those that are not there any more, whose locks do not show
     */
    public record Observation(
            Map<String, String> locks, List<String> rewritten, List<String> scanned, List<String> removed) {
        public Observation {
            removed = List.copyOf(removed);
            locks = Collections.unmodifiableMap(new TreeMap<>(locks));
            rewritten = List.copyOf(rewritten);
            scanned = List.copyOf(scanned);
        }
    }

    /** The state of this moment. */
    public static Picture look(Connection connection) throws SQLException {
        return new Picture(relations(connection), locks(connection), scans(connection));
    }

    /** What differs. */
    public static Observation between(Picture before, Picture after) {
        return new Observation(
                newLocks(before, after), rewritten(before, after), scanned(before, after), removed(before, after));
    }

    private static List<String> removed(Picture before, Picture after) {
        return before.relations.entrySet().stream()
                .filter(entry -> !after.relations.containsKey(entry.getKey()))
                .map(entry -> entry.getValue().name())
                .sorted()
                .toList();
    }

    private static Map<Long, Relation> relations(Connection connection) throws SQLException {
        var files = new HashMap<Long, Relation>();
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT c.oid, " + NAME + ", pg_relation_filenode(c.oid)::bigint"
                        + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE" + USER_RELATION)) {
            while (row.next()) {
                files.put(row.getLong(1), new Relation(row.getString(2), row.getObject(3, Long.class)));
            }
        }
        return files;
    }

    private static List<Lock> locks(Connection connection) throws SQLException {
        var locks = new ArrayList<Lock>();
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT c.oid, " + NAME + ", l.mode FROM pg_locks l"
                        + " JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE l.pid = pg_backend_pid() AND l.granted AND" + USER_RELATION)) {
            while (row.next()) {
                if (MODES.contains(row.getString(3))) {
                    locks.add(new Lock(row.getLong(1), row.getString(2), row.getString(3)));
                }
            }
        }
        return locks;
    }

    private static Map<Long, Long> scans(Connection connection) throws SQLException {
        var scans = new HashMap<Long, Long>();
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT relid, seq_scan FROM pg_stat_xact_user_tables")) {
            while (row.next()) {
                scans.put(row.getLong(1), row.getLong(2));
            }
        }
        return scans;
    }

    /** The strongest on each relation that was there before, or has the name of one that was. */
    private static Map<String, String> newLocks(Picture before, Picture after) {
        var names = before.relations.values().stream().map(Relation::name).collect(Collectors.toSet());
        var locks = new TreeMap<String, String>();
        for (var lock : after.locks) {
            if (!before.locks.contains(lock)
                    && (before.relations.containsKey(lock.relation()) || names.contains(lock.name()))) {
                locks.merge(lock.name(), lock.mode(), (a, b) -> MODES.indexOf(a) >= MODES.indexOf(b) ? a : b);
            }
        }
        return locks;
    }

    private static List<String> rewritten(Picture before, Picture after) {
        return after.relations.entrySet().stream()
                .filter(entry -> {
                    var old = before.relations.get(entry.getKey());
                    return old != null
                            && !Objects.equals(old.file(), entry.getValue().file());
                })
                .map(entry -> entry.getValue().name())
                .sorted()
                .toList();
    }

    private static List<String> scanned(Picture before, Picture after) {
        return before.relations.entrySet().stream()
                .filter(entry ->
                        after.scans.getOrDefault(entry.getKey(), 0L) > before.scans.getOrDefault(entry.getKey(), 0L))
                .map(entry -> entry.getValue().name())
                .sorted()
                .toList();
    }
}
