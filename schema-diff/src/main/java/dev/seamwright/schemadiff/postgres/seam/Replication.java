package dev.seamwright.schemadiff.postgres.seam;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.postgres.seam.Publications.Published;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Logical replication: whether a subscriber can take what its publisher sends. */
public final class Replication {
    private final Tables publisher;
    private final Tables subscriber;
    private final Findings findings = new Findings();

    private Replication(DatabaseSchema publisher, DatabaseSchema subscriber) {
        this.publisher = new Tables(publisher);
        this.subscriber = new Tables(subscriber);
    }

    /** Looks at every subscription of the subscriber, as if all were of this publisher. */
    public static List<Finding> review(DatabaseSchema publisher, DatabaseSchema subscriber) {
        return new Replication(publisher, subscriber).review();
    }

    /** Looks at one subscription. */
    public static SeamReview of(String subscription) {
        return (publisher, subscriber) -> {
            var replication = new Replication(publisher, subscriber);
            subscriber.fact(Kind.SUBSCRIPTION, subscription).ifPresent(replication::review);
            return replication.findings.all();
        };
    }

    private List<Finding> review() {
        subscriber.schema().facts().stream()
                .filter(fact -> fact.key().kind() == Kind.SUBSCRIPTION)
                .forEach(this::review);
        return findings.all();
    }

    private void review(Fact subscription) {
        var publications = new Publications(publisher);
        var name = subscription.key().identity().getFirst();
        var members = subscription.members();
        Map<List<String>, Published> sent = new HashMap<>();
        for (var publication : Tables.texts(members.path("publications"))) {
            if (!publications.exists(publication)) {
                add(
                        ReplicationRules.PUBLICATION_MISSING,
                        Level.BREAKING,
                        "subscription " + name,
                        "The publication %s is not at the publisher.".formatted(publication));
            }
            for (var published : publications.tables(publication)) {
                var other = sent.putIfAbsent(published.table().place(), published);
                if (other != null && !other.columns().equals(published.columns())) {
                    add(
                            ReplicationRules.COLUMN_LISTS_DIFFER,
                            Level.BREAKING,
                            published.table().name(),
                            "The publications %s and %s of subscription %s send different columns."
                                    .formatted(other.publication(), publication, name));
                }
                review(published, members.path("binary").asBoolean());
            }
        }
    }

    private void review(Published published, boolean binary) {
        identity(published);
        var source = published.table();
        var found = subscriber.find(source.place());
        if (found.isEmpty() || found.get().kind() != Kind.TABLE) {
            add(
                    ReplicationRules.TABLE_MISSING,
                    Level.BREAKING,
                    source.name(),
                    found.map(other -> "It is a %s at the subscriber."
                                    .formatted(other.kind().label().replace('-', ' ')))
                            .orElse("It is published by %s, and is not at the subscriber."
                                    .formatted(published.publication())));
            return;
        }
        var target = found.get();
        published.columns().forEach(column -> column(source, target, column, binary));
        target.columns().values().forEach(column -> notSent(published, target, column));
        tighter(source, target);
        if (published.changes()) {
            key(published, target);
        }
    }

    /** What the publisher needs for itself. */
    private void identity(Published published) {
        var table = published.table();
        if (!published.changes()) {
            return;
        }
        if (table.replicaIdentity().isEmpty()) {
            add(
                    ReplicationRules.IDENTITY_MISSING,
                    Level.BREAKING,
                    table.name(),
                    "The publication %s sends updates or deletes, and nothing names the row."
                            .formatted(published.publication()));
            return;
        }
        var identity = table.replicaIdentity().get();
        var missing = new TreeSet<>(identity);
        missing.removeAll(published.columns());
        missing.removeIf(name -> !published.listed());
        if (!missing.isEmpty()) {
            add(
                    ReplicationRules.IDENTITY_NOT_SENT,
                    Level.BREAKING,
                    table.name(),
                    "The column list of publication %s lacks %s."
                            .formatted(published.publication(), String.join(", ", missing)));
        }
        var used = new TreeSet<>(table.columns().keySet());
        used.removeAll(identity);
        used.removeIf(name -> !mentions(published.filter(), name));
        if (!used.isEmpty()) {
            add(
                    ReplicationRules.FILTER_OUTSIDE_IDENTITY,
                    Level.UNDECIDED,
                    table.name(),
                    "The row filter %s of publication %s seems to use %s, which is outside of the replica identity."
                            .formatted(published.filter(), published.publication(), String.join(", ", used)));
        }
    }

    private static boolean mentions(String filter, String column) {
        return Pattern.compile("(?<![\\w\"])\"?" + Pattern.quote(column) + "\"?(?![\\w\"])")
                .matcher(filter)
                .find();
    }

    private void column(Table source, Table target, String name, boolean binary) {
        var from = source.columns().get(name);
        var to = target.columns().get(name);
        if (from == null) {
            return;
        }
        if (to == null) {
            add(
                    ReplicationRules.COLUMN_MISSING,
                    Level.BREAKING,
                    source.name(name),
                    "It is published, and is not at the subscriber.");
            return;
        }
        if (to.generated()) {
            add(
                    ReplicationRules.COLUMN_GENERATED,
                    Level.BREAKING,
                    source.name(name),
                    "It is published, and generated at the subscriber.");
            return;
        }
        type(source, from, to, binary);
        if (to.notNull() && !from.notNull()) {
            add(
                    ReplicationRules.NOT_NULL,
                    Level.RISKY,
                    source.name(name),
                    "It may be null at the publisher, and is NOT NULL at the subscriber.");
        }
        if (from.counted() && to.counted()) {
            add(
                    ReplicationRules.SEQUENCE,
                    Level.RISKY,
                    source.name(name),
                    "A sequence fills it on both sides, and its state is not replicated.");
        }
    }

    private void type(Table source, Column from, Column to, boolean binary) {
        var fit = Fit.of(publisher, from.type(), subscriber, to.type());
        if (binary && fit != Fit.SAME) {
            add(
                    ReplicationRules.BINARY_TYPE_DIFFERS,
                    Level.BREAKING,
                    source.name(from.name()),
                    "It is %s at the publisher, and %s at the subscriber.".formatted(from.type(), to.type()));
            return;
        }
        switch (fit) {
            case SAME, WIDER -> {}
            case NARROWER, OTHER ->
                add(
                        ReplicationRules.TYPE_DIFFERS,
                        Level.BREAKING,
                        source.name(from.name()),
                        "It is %s at the publisher, and %s at the subscriber, which refuses some of its values."
                                .formatted(publisher.described(from), subscriber.described(to)));
            case SHIFTED ->
                add(
                        ReplicationRules.TYPE_DIFFERS,
                        Level.RISKY,
                        source.name(from.name()),
                        "It is %s at the publisher, and %s at the subscriber, where a value may mean something else."
                                .formatted(from.type(), to.type()));
        }
    }

    private void notSent(Published published, Table target, Column column) {
        if (published.columns().contains(column.name()) || column.generated()) {
            return;
        }
        var source = published.table().columns().get(column.name());
        if (column.notNull() && !column.filled()) {
            add(
                    ReplicationRules.COLUMN_REQUIRED,
                    Level.BREAKING,
                    target.name(column.name()),
                    "It is NOT NULL without a default at the subscriber, and is not sent.");
        } else if (source != null && source.generated()) {
            add(
                    ReplicationRules.GENERATED_NOT_SENT,
                    Level.RISKY,
                    target.name(column.name()),
                    "It is generated at the publisher, and a plain column at the subscriber.");
        }
    }

    private void tighter(Table source, Table target) {
        for (var key : target.keys()) {
            if (source.keys().stream().noneMatch(key::containsAll)) {
                add(
                        ReplicationRules.UNIQUE,
                        Level.RISKY,
                        target.name(),
                        "The values of (%s) are unique at the subscriber, and not at the publisher."
                                .formatted(String.join(", ", new TreeSet<>(key))));
            }
        }
        for (var check : target.checks()) {
            if (!source.checks().contains(check)) {
                add(
                        ReplicationRules.CHECK,
                        Level.RISKY,
                        target.name(),
                        "The subscriber checks %s, the publisher does not.".formatted(check));
            }
        }
    }

    private void key(Published published, Table target) {
        Set<String> identity = published.table().replicaIdentity().orElse(Set.of());
        if (!identity.isEmpty() && target.keys().stream().noneMatch(identity::containsAll)) {
            add(
                    ReplicationRules.KEY_MISSING,
                    Level.RISKY,
                    target.name(),
                    "Rows are named by (%s), and the subscriber has no unique key on any of these."
                            .formatted(String.join(", ", new TreeSet<>(identity))));
        }
    }

    private void add(Rule rule, Level level, String subject, String message) {
        findings.add(rule, level, subject, message);
    }
}
