package dev.seamwright.schemadiff.postgres.lint;

import static dev.seamwright.schemadiff.Level.BREAKING;
import static dev.seamwright.schemadiff.Level.RISKY;
import static dev.seamwright.schemadiff.postgres.lint.Name.quoted;
import static dev.seamwright.schemadiff.postgres.rules.Hazard.Harm.OLD_CODE;
import static dev.seamwright.schemadiff.postgres.rules.Lock.ACCESS_EXCLUSIVE;
import static dev.seamwright.schemadiff.postgres.rules.Lock.SHARE;
import static dev.seamwright.schemadiff.postgres.rules.Work.CATALOG;
import static dev.seamwright.schemadiff.postgres.rules.Work.REWRITE;
import static dev.seamwright.schemadiff.postgres.rules.Work.SCAN;

import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.postgres.lint.LintRule.Hit;
import dev.seamwright.schemadiff.postgres.rules.Hazard;
import dev.seamwright.schemadiff.postgres.syntax.Node;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary.Kind;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary.Reindex;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Indexes, materialized views and whole tables that are built anew: each has a form that lets others go on, or a tool that does. */
final class IndexLint {
    static final List<LintRule> ALL = List.of(
            new LintRule(
                    new Rule(
                            "index-created",
                            "An index of a table in use is built without CONCURRENTLY",
                            "Nobody can write to the table while every row of it is read.",
                            "CREATE INDEX CONCURRENTLY … -- outside of a transaction; drop it and repeat if it fails and stays invalid"),
                    Hazard.of(SHARE, SCAN),
                    IndexLint::created),
            new LintRule(
                    new Rule(
                            "index-removed",
                            "An index is dropped without CONCURRENTLY",
                            "Its table's AccessExclusiveLock waits for every running query, and all that come later queue behind it. INSERT …"
                                    + " ON CONFLICT that relies on a unique index fails afterwards (42P10).",
                            "DROP INDEX CONCURRENTLY … -- outside of a transaction"),
                    Hazard.of(ACCESS_EXCLUSIVE, CATALOG, OLD_CODE),
                    IndexLint::dropped),
            new LintRule(
                    new Rule(
                            "index-rebuilt",
                            "Indexes are rebuilt without CONCURRENTLY",
                            "Nobody can write to the table, nor use the index to read it, while it is built.",
                            "REINDEX … CONCURRENTLY, from PostgreSQL 12 on, outside of a transaction"),
                    Hazard.of(ACCESS_EXCLUSIVE, REWRITE),
                    IndexLint::rebuilt),
            new LintRule(
                    new Rule(
                            "materialized-view-refreshed",
                            "A materialized view is refreshed without CONCURRENTLY",
                            "Nobody can read it until its query has ended.",
                            "REFRESH MATERIALIZED VIEW CONCURRENTLY … -- it needs a unique index on plain columns"),
                    Hazard.of(ACCESS_EXCLUSIVE, REWRITE),
                    step -> refreshed(step, false)
                            .map(view -> Hit.of(
                                    RISKY,
                                    view,
                                    "Nobody can read %s until its query has ended.".formatted(view.plain()),
                                    "REFRESH MATERIALIZED VIEW CONCURRENTLY %s;".formatted(view.sql())))),
            new LintRule(
                    new Rule(
                            "materialized-view-emptied",
                            "A materialized view is emptied",
                            "After REFRESH … WITH NO DATA every query of it fails: materialized view has not been populated (55000).",
                            "REFRESH MATERIALIZED VIEW CONCURRENTLY …"),
                    Hazard.of(ACCESS_EXCLUSIVE, CATALOG, OLD_CODE),
                    step -> refreshed(step, true)
                            .map(view -> Hit.of(
                                    BREAKING,
                                    view,
                                    "Every query of %s fails from then on (55000).".formatted(view.plain()),
                                    "REFRESH MATERIALIZED VIEW CONCURRENTLY %s;".formatted(view.sql())))),
            new LintRule(
                    new Rule(
                            "table-packed",
                            "A table is written anew by VACUUM FULL or CLUSTER",
                            "Nobody can read or write it until all of it is copied and its indexes are built again.",
                            "VACUUM without FULL makes room for new rows; pg_repack packs a table in use."),
                    Hazard.of(ACCESS_EXCLUSIVE, REWRITE),
                    IndexLint::packed));

    private IndexLint() {}

    private static Stream<Hit> created(Step step) {
        if (!step.is("INDEXSTMT") || step.tree().flag("concurrent")) {
            return Stream.empty();
        }
        var table = step.tree().node("relation").map(Name::of).orElseThrow();
        if (!step.isExisting(table)) {
            return Stream.empty();
        }
        var unique = step.tree().flag("unique") ? "UNIQUE " : "";
        var name = step.tree().text("idxname").map(Name::quoted).orElse("…");
        var columns = step.tree().nodes("indexParams").stream()
                .map(column -> column.text("name").map(Name::quoted).orElse("(…)"))
                .collect(Collectors.joining(", "));
        return Stream.of(Hit.of(
                RISKY,
                table,
                "Nobody can write to %s while the index is built.".formatted(table.plain()),
                "CREATE %sINDEX CONCURRENTLY %s ON %s (%s); -- outside of a transaction"
                        .formatted(unique, name, table.sql(), columns)));
    }

    private static Stream<Hit> dropped(Step step) {
        return DropLint.dropped(step, Kind.INDEX)
                .filter(name -> !step.tree().flag("concurrent"))
                .map(name -> Hit.of(
                        RISKY,
                        name,
                        step.relation(name).map(Catalog.Relation::uniqueIndex).orElse(false)
                                ? "Nobody can read or write the table of %s meanwhile; and INSERT … ON CONFLICT that relies on it fails (42P10)."
                                        .formatted(name.plain())
                                : "Nobody can read or write the table of %s meanwhile, and while it waits for running queries."
                                        .formatted(name.plain()),
                        "DROP INDEX CONCURRENTLY %s; -- outside of a transaction".formatted(name.sql())));
    }

    private static Stream<Hit> rebuilt(Step step) {
        var kind = step.vocabulary().reindex(step.tree());
        if (kind.isEmpty() || isOn(step.tree().nodes("params"), "concurrently")) {
            return Stream.empty();
        }
        var relation = step.tree().node("relation").map(Name::of);
        if (relation.isPresent() && !step.isExisting(relation.get())) {
            return Stream.empty();
        }
        var subject = relation.map(Name::plain)
                .or(() -> step.tree().text("name"))
                .orElse(kind.get().name().toLowerCase(Locale.ROOT));
        if (kind.get() == Reindex.SYSTEM) {
            return Stream.of(Hit.about(
                    RISKY,
                    subject,
                    "Indexes of the system catalogs are rebuilt: every session waits, whatever it does. There is no concurrent form.",
                    "Leave it out unless a catalog's index is broken; then do it while nobody works."));
        }
        return Stream.of(new Hit(
                RISKY,
                subject,
                relation.orElse(null),
                "Nobody can write to what %s indexes, nor read by the index, while it is rebuilt.".formatted(subject),
                "REINDEX %s CONCURRENTLY %s; -- outside of a transaction"
                        .formatted(kind.get(), relation.map(Name::sql).orElseGet(() -> quoted(subject)))));
    }

    private static Stream<Name> refreshed(Step step, boolean withoutData) {
        return step.is("REFRESHMATVIEWSTMT")
                        && !step.tree().flag("concurrent")
                        && step.tree().flag("skipData") == withoutData
                ? step.tree().node("relation").map(Name::of).filter(step::isExisting).stream()
                : Stream.empty();
    }

    private static Stream<Hit> packed(Step step) {
        var tree = step.tree();
        if (tree.is("VACUUMSTMT") && tree.flag("is_vacuumcmd") && isOn(tree.nodes("options"), "full")) {
            var tables = tree.nodes("rels").stream()
                    .flatMap(relation -> relation.node("relation").stream())
                    .map(Name::of)
                    .toList();
            return tables.isEmpty()
                    ? Stream.of(packed(Optional.empty(), "VACUUM FULL"))
                    : tables.stream().filter(step::isExisting).map(table -> packed(Optional.of(table), "VACUUM FULL"));
        }
        if (tree.is("CLUSTERSTMT")) {
            var table = tree.node("relation").map(Name::of);
            return table.isEmpty() || step.isExisting(table.get())
                    ? Stream.of(packed(table, "CLUSTER"))
                    : Stream.empty();
        }
        return Stream.empty();
    }

    private static Hit packed(Optional<Name> table, String how) {
        var subject = table.map(Name::plain).orElse("every table");
        return new Hit(
                RISKY,
                subject,
                table.orElse(null),
                "%s writes %s anew; nobody can read or write it meanwhile.".formatted(how, subject),
                "VACUUM (ANALYZE) %s; -- or pg_repack"
                        .formatted(table.map(Name::sql).orElse("")));
    }

    /** An option in brackets, which is on unless it says otherwise (PostgreSQL's {@code defGetBoolean}). */
    static boolean isOn(List<Node> options, String name) {
        return options.stream()
                .filter(option -> option.text("defname").orElse("").equals(name))
                .anyMatch(option -> {
                    var value = option.text("arg").orElse("true").toLowerCase(Locale.ROOT);
                    return !List.of("false", "off", "0").contains(value);
                });
    }
}
