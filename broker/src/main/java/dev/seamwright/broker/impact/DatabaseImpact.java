package dev.seamwright.broker.impact;

import dev.seamwright.broker.impact.Impact.Certainty;
import dev.seamwright.broker.impact.Impact.Changed;
import dev.seamwright.broker.impact.Impact.Hit;
import dev.seamwright.broker.impact.Impact.Party;
import dev.seamwright.broker.impact.Impact.Step;
import dev.seamwright.broker.impact.Impact.Touch;
import dev.seamwright.broker.impact.Impact.When;
import dev.seamwright.broker.impact.Known.Other;
import dev.seamwright.broker.impact.Known.Own;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.contracts.dbusage.Statement;
import dev.seamwright.schemadiff.postgres.replay.Effect;
import dev.seamwright.schemadiff.postgres.replay.Failure;
import dev.seamwright.schemadiff.postgres.replay.LoadableSchema;
import dev.seamwright.schemadiff.postgres.replay.MigrationReport;
import dev.seamwright.schemadiff.postgres.replay.Outcome;
import dev.seamwright.schemadiff.postgres.replay.QueryReplay;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What statements for a database break: they are executed in the shadow on each schema that the database has somewhere, with those statements of
 * consumers that they can mean anything to.
 */
final class DatabaseImpact {
    private static final int MOST_BASELINES = 5;
    private static final int MOST_STATEMENTS = 5_000;

    private final QueryReplay replay;

    DatabaseImpact(QueryReplay replay) {
        this.replay = replay;
    }

    /** What is recorded of a database, read. */
    record Recorded(Known known, Map<Long, Readings.Schema> schemas, Map<Long, Readings.Usage> usages) {
        Recorded {
            schemas = Map.copyOf(schemas);
            usages = Map.copyOf(usages);
        }

        Readings.Schema schema(Own own) {
            return Objects.requireNonNull(schemas.get(own.contentId()));
        }

        Readings.Usage usage(Other other) {
            return Objects.requireNonNull(usages.get(other.contentId()));
        }
    }

    /** @throws Rejected when PostgreSQL refuses the change on every schema */
    Impact of(ParticipantName database, Script change, Recorded recorded) {
        return new Judging(change, recorded).judge(database);
    }

    private final class Judging {
        private final Script change;
        private final Recorded recorded;
        private final Collected collected = new Collected();
        private final List<String> notes = new ArrayList<>();
        private final Set<Effect.Cause> causes = new LinkedHashSet<>();

        Judging(Script change, Recorded recorded) {
            this.change = change;
            this.recorded = recorded;
        }

        Impact judge(ParticipantName database) {
            var own = recorded.known().own();
            @Nullable Rejected refusal = null;
            var tried = new ArrayList<Own>();
            for (var baseline : own.subList(0, Math.min(own.size(), MOST_BASELINES))) {
                try {
                    judge(baseline);
                    tried.add(baseline);
                } catch (Rejected refused) {
                    refusal = refused;
                    notes.add("On the schema of version %s: %s"
                            .formatted(baseline.version().value(), String.valueOf(refused.getMessage())));
                }
            }
            if (tried.isEmpty() && refusal != null) {
                throw refusal;
            }
            if (own.size() > MOST_BASELINES) {
                notes.add("%d older schemas were not looked at.".formatted(own.size() - MOST_BASELINES));
            }
            for (var silent : recorded.known().silent()) {
                if (silent.name().equals(database)) {
                    notes.add("Version %s runs in %s and has published no schema."
                            .formatted(silent.version().value(), String.join(", ", silent.places())));
                } else {
                    collected.unknown(silent, "It runs there and has published no statements: publish its db-usage.");
                }
            }
            var hits = collected.hits();
            return new Impact(
                    database,
                    ContractKind.DB_SCHEMA,
                    change.statements().stream()
                            .map(statement -> new Changed(statement.sql(), ""))
                            .toList(),
                    tried.stream().map(Judging::baseline).toList(),
                    hits,
                    collected.untouched(),
                    alternative(hits),
                    notes);
        }

        private static Impact.Baseline baseline(Own own) {
            return new Impact.Baseline(own.version(), List.copyOf(own.places()), own.newest());
        }

        private void judge(Own own) {
            var read = recorded.schema(own);
            var schema = read.schema();
            var relevance = Relevance.of(read, change);
            var consumers = recorded.known().meeting(own);
            // versions with the same contract are asked once
            var asked = new LinkedHashMap<Long, DatabaseUsage>();
            var left = MOST_STATEMENTS;
            for (var consumer : consumers) {
                collected.asked(consumer.party());
                if (asked.containsKey(consumer.contentId())) {
                    continue;
                }
                var usage = recorded.usage(consumer);
                var concerned = relevance.of(usage);
                if (concerned.size() > left) {
                    notes.add("%d statements of %s were not tried: the change concerns more than %d in all."
                            .formatted(
                                    concerned.size() - left,
                                    consumer.party().name().value(),
                                    MOST_STATEMENTS));
                    collected.unknown(consumer.party(), "Not all of its statements were tried.");
                    concerned = concerned.subList(0, left);
                }
                left -= concerned.size();
                asked.put(consumer.contentId(), new DatabaseUsage(usage.usage().identity(), concerned));
            }
            var before = LoadableSchema.of(schema);
            var tried = asked.entrySet().stream()
                    .filter(entry -> !entry.getValue().statements().isEmpty())
                    .toList();
            var reports = reports(
                    schema,
                    relevance,
                    before,
                    tried.stream().map(Map.Entry::getValue).toList());
            for (var i = 0; i < tried.size(); i++) {
                var content = tried.get(i).getKey();
                var usage = tried.get(i).getValue();
                var report = reports.get(i);
                consumers.stream()
                        .filter(consumer -> consumer.contentId() == content)
                        .forEach(consumer -> told(consumer.party(), usage, report, before));
            }
        }

        /** On what the statements need of the schema; on all of it where that does not answer. */
        private List<MigrationReport> reports(
                DatabaseSchema schema, Relevance relevance, LoadableSchema whole, List<DatabaseUsage> usages) {
            var joined = new Joined(usages);
            return joined.apart(relevance
                    .affected()
                    .flatMap(affected -> Excerpt.of(schema, named(affected, usages)))
                    .flatMap(excerpt -> answered(LoadableSchema.of(excerpt), joined.once()))
                    .orElseGet(() -> replay.compare(whole, List.of(change), joined.once())));
        }

        private Set<String> named(Set<String> affected, List<DatabaseUsage> usages) {
            var named = new HashSet<>(affected);
            change.statements().forEach(statement -> named.addAll(Relevance.words(statement.sql())));
            for (var usage : usages) {
                for (var statement : usage.statements()) {
                    named.addAll(Relevance.words(statement.sql()));
                    statement.uses().forEach(use -> named.add(Relevance.plain(use.name())));
                }
            }
            return named;
        }

        /** Nothing when something may have failed for want of what the excerpt leaves out. */
        private Optional<List<MigrationReport>> answered(LoadableSchema excerpt, List<DatabaseUsage> usages) {
            try {
                var reports = replay.compare(excerpt, List.of(change), usages);
                return reports.stream()
                                .flatMap(report -> report.results().stream())
                                .map(MigrationReport.Result::effect)
                                .noneMatch(effect ->
                                        effect instanceof Effect.FailedBefore || effect instanceof Effect.Unresolved)
                        ? Optional.of(reports)
                        : Optional.empty();
            } catch (Rejected lacking) {
                return Optional.empty();
            }
        }

        private void told(Party party, DatabaseUsage usage, MigrationReport report, LoadableSchema before) {
            QueryReplay.unknownRole(usage.identity(), before)
                    .map(role ->
                            "%s runs as the role %s, of which the schema says nothing: privileges and policies were not tried."
                                    .formatted(party.name().value(), role))
                    .filter(note -> !notes.contains(note))
                    .ifPresent(notes::add);
            for (var result : report.results()) {
                var statement = usage.statement(result.id()).orElseThrow();
                var touch = touch(statement, result.effect());
                if (touch != null) {
                    collected.touched(party, touch);
                }
            }
        }

        private @Nullable Touch touch(Statement statement, Effect effect) {
            return switch (effect) {
                case Effect.None() -> null;
                case Effect.FailedBefore _ -> null; // and is no break of this change
                case Effect.Fails(var outcome, var cause) -> {
                    causes.add(cause);
                    yield touch(statement, Certainty.PROVED, "It fails afterwards.", outcome);
                }
                case Effect.FailsPrepared(var failure, var cause) ->
                    touch(
                            statement,
                            Certainty.POSSIBLE,
                            "It works, but not in sessions that prepared it before: they have to connect anew.",
                            failure);
                case Effect.FailsOnRows(var outcome, var cause) ->
                    touch(
                            statement,
                            Certainty.POSSIBLE,
                            "It fails where it writes a row that breaks %s; these are the rows: %s"
                                    .formatted(outcome.constraint(), outcome.query()),
                            outcome);
                case Effect.Silent(var differences, var cause) ->
                    touch(
                            statement,
                            Certainty.POSSIBLE,
                            "It works, and means something else: "
                                    + differences.stream()
                                            .map(Effect.Difference::detail)
                                            .collect(Collectors.joining("; ")),
                            "",
                            "");
                case Effect.Unresolved(var reason) ->
                    touch(statement, Certainty.UNKNOWN, "Nobody can say: " + reason, "", "");
            };
        }

        private static Touch touch(Statement statement, Certainty certainty, String why, Outcome outcome) {
            return switch (outcome) {
                case Outcome.Fails(var failure) -> touch(statement, certainty, why, failure);
                case Outcome.MissingColumns missing -> touch(statement, certainty, why, missing.failure());
                case Outcome.NotPermitted refused -> touch(statement, certainty, why, refused.failure());
                case Outcome.FailsOnRows rows -> touch(statement, certainty, why, rows.failure());
                case Outcome.TypesChanged(var changes) ->
                    touch(
                            statement,
                            certainty,
                            why,
                            changes.stream()
                                    .map(type -> "%s was %s and is %s"
                                            .formatted(type.subject(), type.before(), type.after()))
                                    .collect(Collectors.joining("; ")),
                            "");
                case Outcome.Unresolved(var reason) -> touch(statement, certainty, why, reason, "");
                case Outcome.Works _ -> touch(statement, certainty, why, "", "");
            };
        }

        private static Touch touch(Statement statement, Certainty certainty, String why, Failure failure) {
            return touch(
                    statement,
                    certainty,
                    why,
                    "PostgreSQL: %s (%s)".formatted(failure.message(), failure.sqlState()),
                    failure.sqlState());
        }

        private static Touch touch(
                Statement statement, Certainty certainty, String why, String witness, String sqlState) {
            return new Touch(statement.id(), statement.sql(), statement.sources(), certainty, why, witness, sqlState);
        }

        /** What may run now, who has to change first, and what comes after that. */
        private List<Step> alternative(List<Hit> hits) {
            if (causes.isEmpty()) {
                return List.of();
            }
            var steps = new ArrayList<Step>();
            for (var statement : change.statements()) {
                if (!isCause(statement)) {
                    steps.add(new Step(When.NOW, "Run: " + statement.sql()));
                }
            }
            for (var statement : change.statements()) {
                if (isCause(statement)) {
                    Expand.instead(statement.sql()).ifPresent(text -> steps.add(new Step(When.NOW, text)));
                }
            }
            hits.stream()
                    .filter(hit -> hit.certainty() == Certainty.PROVED)
                    .map(this::consumer)
                    .distinct()
                    .forEach(text -> steps.add(new Step(When.NEXT, text)));
            for (var statement : change.statements()) {
                if (isCause(statement)) {
                    steps.add(new Step(
                            When.LATER,
                            "When none of these versions runs any more, ask again and run: " + statement.sql()));
                }
            }
            return steps;
        }

        private boolean isCause(Script.Statement statement) {
            return causes.stream()
                    .anyMatch(cause ->
                            cause.line() == statement.line() && cause.sql().equals(statement.sql()));
        }

        private String consumer(Hit hit) {
            var party = hit.consumer();
            var count = hit.touches().stream()
                    .filter(touch -> touch.certainty() == Certainty.PROVED)
                    .count();
            var where = party.places().isEmpty() ? "" : " to " + String.join(", ", party.places());
            return recorded.known()
                    .newestOf(party)
                    .filter(newest -> collected.isUntouched(newest.party()))
                    .map(newest -> "Deploy %s %s%s, in place of %s: it goes on working."
                            .formatted(
                                    party.name().value(),
                                    newest.party().version().value(),
                                    where,
                                    party.version().value()))
                    .orElseGet(() -> "Change %s so that %s of it no longer %s on this, and deploy that%s."
                            .formatted(
                                    party.name().value(),
                                    Plain.count(count, "statement"),
                                    count == 1 ? "depends" : "depend",
                                    where));
        }
    }
}
