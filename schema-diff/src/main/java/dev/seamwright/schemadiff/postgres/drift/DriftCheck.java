package dev.seamwright.schemadiff.postgres.drift;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.schemadiff.postgres.capture.Capture;
import dev.seamwright.schemadiff.postgres.diff.SchemaDiff;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Asks whether a live database still has the schema that was recorded for it.
 *
 * @param without what may differ
 * @param accepted topics of {@link Unseen} that do not make the answer unknown; what was not seen is told all the same
 */
public record DriftCheck(Set<Aspect> without, Set<String> accepted) {
    public DriftCheck {
        without = Set.copyOf(without);
        accepted = Set.copyOf(accepted);
    }

    /** A check that leaves nothing out. */
    public static DriftCheck strict() {
        return new DriftCheck(Set.of(), Set.of());
    }

    private record Live(DatabaseSchema schema, List<Unseen> unseen) {
        static Live of(Connection connection) throws SQLException {
            var schema = Capture.of(connection);
            return new Live(schema, Reader.unseen(connection, schema.unmodelled()));
        }
    }

    /** Reads the database once, and compares. A database that cannot be read is an answer too: unknown. */
    public Drift compare(DatabaseSchema recorded, Connector database) {
        return switch (Reader.read(database, Live::of)) {
            case Reader.Outcome.Read<Live>(var live) -> compare(recorded, live);
            case Reader.Outcome.Unread<Live>(var reason) -> new Drift.Unknown(List.of(reason), List.of());
        };
    }

    /** Whether two schemas are the same, but for what may differ; what was not seen of them does not count. */
    public boolean areSame(DatabaseSchema one, DatabaseSchema other) {
        boolean acrossMajors = major(one) != major(other);
        return SchemaDiff.between(
                        Compared.of(one, without, acrossMajors).schema(),
                        Compared.of(other, without, acrossMajors).schema())
                .isEmpty();
    }

    private Drift compare(DatabaseSchema recorded, Live live) {
        boolean acrossMajors = major(recorded) != major(live.schema());
        var hidden = Reader.hidden(live.unseen());
        var before = Compared.of(recorded, without, acrossMajors, hidden);
        var after = Compared.of(live.schema(), without, acrossMajors, hidden);
        var disregarded = new ArrayList<>(after.disregarded());
        before.disregarded().stream().filter(one -> !disregarded.contains(one)).forEach(disregarded::add);
        var unseen = new ArrayList<>(live.unseen());
        unseen.addAll(Reader.unmodelled("recorded", recorded.unmodelled()));
        var diff = SchemaDiff.between(before.schema(), after.schema());
        if (!diff.isEmpty()) {
            return new Drift.Drifted(diff, Mend.of(diff, live.schema()), unseen, disregarded);
        }
        var reasons = unseen.stream()
                .filter(reason -> !accepted.contains(reason.topic()))
                .toList();
        return reasons.isEmpty() ? new Drift.InSync(unseen, disregarded) : new Drift.Unknown(reasons, disregarded);
    }

    static int major(DatabaseSchema schema) {
        return schema.origin().serverVersion() / 10_000;
    }
}
