package dev.seamwright.schemadiff.postgres.rules;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.postgres.diff.SchemaDiff;
import dev.seamwright.schemadiff.postgres.rules.Witnesses.Failure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a change of a schema means, by itself: whether it breaks anybody who is really there is another question.
 *
 * @param findings at least one for each change, or for the one that it follows from; the heaviest first
 */
public record SchemaReview(DatabaseSchema before, DatabaseSchema after, SchemaDiff diff, List<SchemaFinding> findings) {
    static final Rule UNMODELLED_CHANGED = new Rule(
            "unmodelled-changed",
            "Something changed in number that no fact tells",
            "Large objects and other things are counted only. Whether two schemas that differ in such a count are the same is not known.",
            "-- compare by hand what is counted");

    public SchemaReview {
        findings = List.copyOf(findings);
    }

    /** The heaviest level of a finding; none when both schemas are the same. */
    public Optional<Level> level() {
        return findings.stream().map(found -> found.finding().level()).min(Comparator.naturalOrder());
    }

    /** A review that is not finished: which statements fail on the schema after is known, whether they work on the one before is not. */
    public static final class Draft {
        private final DatabaseSchema before;
        private final DatabaseSchema after;
        private final SchemaDiff diff;
        private final List<Judgement> judgements;
        private final Map<Probe, Failure> failing = new LinkedHashMap<>();

        private Draft(DatabaseSchema before, DatabaseSchema after) {
            this.before = before;
            this.after = after;
            this.diff = SchemaDiff.between(before, after);
            this.judgements = Classifier.judge(before, after, diff);
        }

        /** Compares two schemas, and executes nothing. */
        public static Draft of(DatabaseSchema before, DatabaseSchema after) {
            return new Draft(before, after);
        }

        /** Executes consumers' statements where the schema after is loaded. */
        public Draft tryAfter(Connection connection) throws SQLException {
            failing.putAll(Witnesses.failing(connection, judgements));
            return this;
        }

        /** Whether something failed, so that {@link #tryBefore} has something to do. */
        public boolean hasFailures() {
            return !failing.isEmpty();
        }

        /** Executes what failed where the schema before is loaded, and ends the review. */
        public SchemaReview tryBefore(Connection connection) throws SQLException {
            return review(Witnesses.working(connection, failing.keySet()));
        }

        /** The review when nothing failed: what was claimed to break has no witness. */
        public SchemaReview withoutWitness() {
            return review(Set.of());
        }

        private SchemaReview review(Set<Probe> working) {
            var findings = new ArrayList<SchemaFinding>();
            judgements.forEach(judgement -> findings.add(finding(judgement, working)));
            if (!before.unmodelled().equals(after.unmodelled())) {
                findings.add(unmodelled());
            }
            findings.sort(Comparator.comparing(found -> found.finding().level()));
            return new SchemaReview(before, after, diff, findings);
        }

        private SchemaFinding finding(Judgement judgement, Set<Probe> working) {
            var witness = judgement.probes().stream()
                    .filter(probe -> failing.containsKey(probe) && working.contains(probe))
                    .findFirst();
            boolean unproved = judgement.entry().level() == Level.BREAKING && witness.isEmpty();
            var message = Wording.message(judgement.entry(), judgement.situation());
            return new SchemaFinding(
                    new Finding(
                            judgement.rule(),
                            unproved ? Level.RISKY : judgement.entry().level(),
                            Wording.subject(judgement.change().key()),
                            unproved
                                    ? message + " No statement was found that worked before and fails after."
                                    : message,
                            Remedy.of(judgement.entry(), judgement.situation()),
                            witness.map(this::script).orElse(List.of()),
                            null),
                    judgement.axes(),
                    judgement.change());
        }

        private List<String> script(Probe probe) {
            var lines = new ArrayList<String>();
            probe.statements().forEach(statement -> lines.add(statement + ";"));
            var failure = failing.get(probe);
            lines.add("-- before: works");
            if (failure != null) {
                lines.add("-- after: SQLSTATE %s: %s".formatted(failure.sqlState(), failure.message()));
            }
            return lines;
        }

        private SchemaFinding unmodelled() {
            return new SchemaFinding(
                    new Finding(
                            UNMODELLED_CHANGED,
                            Level.UNDECIDED,
                            "the database",
                            "%s: %s → %s."
                                    .formatted(UNMODELLED_CHANGED.title(), before.unmodelled(), after.unmodelled()),
                            UNMODELLED_CHANGED.remedy(),
                            List.of(),
                            null),
                    Axes.NONE,
                    null);
        }
    }
}
