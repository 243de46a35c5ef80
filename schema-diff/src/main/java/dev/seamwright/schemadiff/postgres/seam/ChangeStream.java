package dev.seamwright.schemadiff.postgres.seam;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.postgres.seam.Publications.Published;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a change of a database does to those who read its log: change capture, and the loads that follow it. */
public final class ChangeStream {
    private final Tables before;
    private final Tables after;
    private final boolean oneDatabase;
    private final Findings findings = new Findings();

    private ChangeStream(DatabaseSchema before, DatabaseSchema after) {
        this.before = new Tables(before);
        this.after = new Tables(after);
        var identity = before.origin().identity();
        this.oneDatabase = identity != null && identity.equals(after.origin().identity());
    }

    /**
     * Compares what is sent before and after.
     *
     * @param publications whose readers are asked for; empty for all
     */
    public static List<Finding> review(DatabaseSchema before, DatabaseSchema after, Set<String> publications) {
        var stream = new ChangeStream(before, after);
        var old = new Publications(stream.before);
        for (var publication : publications.isEmpty() ? old.names() : publications) {
            stream.review(publication, old, new Publications(stream.after));
        }
        return stream.findings.all();
    }

    private void review(String publication, Publications old, Publications current) {
        actions(publication, current);
        Map<List<String>, Published> now = new LinkedHashMap<>();
        current.tables(publication)
                .forEach(published -> now.put(published.table().place(), published));
        for (var published : old.tables(publication)) {
            var table = published.table();
            var sent = now.get(table.place());
            if (sent == null) {
                findings.add(
                        StreamRules.TABLE_GONE,
                        Level.BREAKING,
                        table.name(),
                        after.find(table.place()).isPresent()
                                ? "It is no longer in the publication %s.".formatted(publication)
                                : "It is no longer there, and the publication %s sent it.".formatted(publication));
                continue;
            }
            table(published, sent);
        }
    }

    private void actions(String publication, Publications current) {
        var old = before.schema().fact(Kind.PUBLICATION, publication).map(Fact::members);
        if (old.isEmpty() || !current.exists(publication)) {
            return;
        }
        var now = after.schema()
                .fact(Kind.PUBLICATION, publication)
                .map(Fact::members)
                .orElse(MissingNode.getInstance());
        for (var action : List.of("insert", "update", "delete", "truncate")) {
            if (old.get().path(action).asBoolean() && !now.path(action).asBoolean()) {
                findings.add(
                        StreamRules.ACTION_GONE,
                        Level.BREAKING,
                        "publication " + publication,
                        "It no longer sends %s.".formatted(action));
            }
        }
    }

    private void table(Published old, Published now) {
        var table = old.table();
        if (remade(Kind.TABLE, table.place())) {
            findings.add(StreamRules.TABLE_REMADE, Level.RISKY, table.name(), "It is another table by its object id.");
        }
        for (var name : old.columns()) {
            var column = table.columns().get(name);
            var current = now.columns().contains(name) ? now.table().columns().get(name) : null;
            if (column == null) {
                continue;
            }
            if (current == null) {
                findings.add(
                        StreamRules.COLUMN_GONE,
                        Level.BREAKING,
                        table.name(name),
                        now.table().columns().containsKey(name)
                                ? "The publication %s no longer sends it.".formatted(now.publication())
                                : "It is no longer there.");
                continue;
            }
            column(table, column, current);
        }
        order(old, now);
        identity(old, now);
        if (!old.filter().equals(now.filter())) {
            findings.add(
                    StreamRules.FILTER_CHANGED,
                    Level.RISKY,
                    table.name(),
                    "The row filter was %s, and is %s.".formatted(filter(old), filter(now)));
        }
    }

    private void column(Table table, Column old, Column now) {
        var subject = table.name(old.name());
        if (!old.type().equals(now.type())) {
            findings.add(
                    StreamRules.TYPE_CHANGED,
                    Level.BREAKING,
                    subject,
                    "It was %s, and is %s.".formatted(old.type(), now.type()));
        } else {
            type(subject, old.type());
        }
        if (old.notNull() && !now.notNull()) {
            findings.add(StreamRules.NULLABLE, Level.RISKY, subject, "It was NOT NULL, and may be null by now.");
        }
    }

    private void type(String subject, String type) {
        int dot = type.indexOf('.');
        if (dot < 0) {
            return;
        }
        var place = List.of(type.substring(0, dot), type.substring(dot + 1));
        for (var kind : List.of(Kind.ENUM, Kind.DOMAIN, Kind.COMPOSITE_TYPE, Kind.RANGE_TYPE, Kind.BASE_TYPE)) {
            if (remade(kind, place)) {
                findings.add(
                        StreamRules.TYPE_REMADE,
                        Level.RISKY,
                        subject,
                        "Its type %s is another one by its object id.".formatted(type));
            }
        }
        var old = before.enumLabels(type).orElse(List.of());
        var now = after.enumLabels(type).orElse(List.of());
        if (!old.equals(now)) {
            findings.add(
                    StreamRules.LABELS_CHANGED,
                    Level.RISKY,
                    subject,
                    "The labels of %s were (%s), and are (%s)."
                            .formatted(type, String.join(", ", old), String.join(", ", now)));
        }
    }

    private boolean remade(Kind kind, List<String> place) {
        var key = new Fact.Key(kind, place);
        var old = before.schema().objectIds().get(key);
        var now = after.schema().objectIds().get(key);
        return oneDatabase && old != null && now != null && !old.equals(now);
    }

    private void order(Published old, Published now) {
        var kept = new ArrayList<>(old.columns());
        kept.retainAll(now.columns());
        var current = new ArrayList<>(now.columns());
        current.retainAll(old.columns());
        if (!kept.equals(current)) {
            findings.add(
                    StreamRules.ORDER_CHANGED,
                    Level.RISKY,
                    old.table().name(),
                    "The order was %s, and is %s.".formatted(String.join(", ", kept), String.join(", ", current)));
        }
    }

    private void identity(Published old, Published now) {
        var table = old.table();
        var had = table.replicaIdentity();
        var has = now.table().replicaIdentity();
        if (had.isEmpty() || had.equals(has)) {
            return;
        }
        if (has.isEmpty()) {
            findings.add(
                    StreamRules.IDENTITY_LOST,
                    now.changes() ? Level.BREAKING : Level.RISKY,
                    table.name(),
                    "Rows were named by (%s), and nothing names them by now."
                            .formatted(String.join(", ", new TreeSet<>(had.get()))));
        } else {
            findings.add(
                    StreamRules.IDENTITY_CHANGED,
                    Level.RISKY,
                    table.name(),
                    "Rows were named by (%s), and are named by (%s)."
                            .formatted(
                                    String.join(", ", new TreeSet<>(had.get())),
                                    String.join(", ", new TreeSet<>(has.get()))));
        }
    }

    private static String filter(Published published) {
        return published.filter().isEmpty() ? "none" : published.filter();
    }
}
