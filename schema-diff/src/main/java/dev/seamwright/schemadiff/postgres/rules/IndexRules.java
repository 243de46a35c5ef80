package dev.seamwright.schemadiff.postgres.rules;

import static dev.seamwright.contracts.dbschema.Kind.INDEX;
import static dev.seamwright.schemadiff.postgres.rules.Effect.MAYBE;
import static dev.seamwright.schemadiff.postgres.rules.Effect.NO;
import static dev.seamwright.schemadiff.postgres.rules.Effect.YES;
import static dev.seamwright.schemadiff.postgres.rules.Lock.ACCESS_EXCLUSIVE;
import static dev.seamwright.schemadiff.postgres.rules.Lock.SHARE_UPDATE_EXCLUSIVE;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.added;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.changed;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.changedMember;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.removed;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.when;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.schemadiff.postgres.diff.SchemaChange;
import java.util.ArrayList;
import java.util.List;

/** Indexes that are no constraint. */
final class IndexRules {
    static final List<SchemaRule> ALL = List.of(
            when(added(INDEX))
                    .and(IndexRules::isRenamed)
                    .safe()
                    .axes(axes -> axes.lock(SHARE_UPDATE_EXCLUSIVE))
                    .rule(
                            "index-renamed",
                            "the same rule judges both directions",
                            "An index has another name",
                            "No statement of a consumer names an index.",
                            "ALTER INDEX /* the old name */ RENAME TO {name};"),
            when(removed(INDEX))
                    .and(IndexRules::isRenamed)
                    .safe()
                    .axes(axes -> axes.lock(SHARE_UPDATE_EXCLUSIVE))
                    .rule(
                            "index-name-gone",
                            "the same rule judges both directions",
                            "An index lost its name to one that is the same",
                            "See index-renamed, which tells the new name.",
                            "-- nothing to do for consumers of {relation}"),
            when(added(INDEX))
                    .and(situation -> !situation.any().path("unique").asBoolean())
                    .and(situation -> !isRenamed(situation))
                    .safe()
                    .axes(axes -> axes.lock(Lock.SHARE).work(Work.SCAN))
                    .rule(
                            "index-added",
                            "index-removed",
                            "An index was added",
                            "Statements go on, some faster; writers do a little more. Built the usual way, it holds back writers until "
                                    + "it is done.",
                            """
                            -- outside of a transaction
                            CREATE INDEX CONCURRENTLY {name} ON {relation} (/* its keys */);
                            """),
            when(removed(INDEX))
                    .and(situation -> !situation.any().path("unique").asBoolean())
                    .and(situation -> !isRenamed(situation))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE))
                    .rule(
                            "index-removed",
                            "index-added",
                            "An index was removed",
                            "No statement fails; those that searched by it read the whole table, and may run into their time-outs.",
                            """
                            -- when pg_stat_user_indexes shows no scans on any replica either; outside of a transaction
                            DROP INDEX CONCURRENTLY {schema}.{name};
                            """),
            when(added(INDEX))
                    .and(situation -> situation.any().path("unique").asBoolean())
                    .and(situation -> !isRenamed(situation))
                    .breaking(IndexRules::duplicates)
                    .axes(axes -> axes.lock(Lock.SHARE)
                            .work(Work.SCAN)
                            .writers(Writer.DUPLICATES)
                            .rollback(YES, YES))
                    .rule(
                            "unique-index-added",
                            "unique-index-removed",
                            "A unique index was added",
                            "Writers of a second row with the same values fail with SQLSTATE 23505; building it fails where there are "
                                    + "some, and holds back writers.",
                            """
                            -- no writer writes duplicates, old ones are gone; outside of a transaction
                            CREATE UNIQUE INDEX CONCURRENTLY {name} ON {relation} (/* its keys */);
                            """),
            when(removed(INDEX))
                    .and(situation -> situation.any().path("unique").asBoolean())
                    .and(situation -> !isRenamed(situation))
                    .breaking(IndexRules::onConflict)
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .writers(Writer.ON_CONFLICT)
                            .meaning(MAYBE)
                            .rollback(YES, YES))
                    .rule(
                            "unique-index-removed",
                            "unique-index-added",
                            "A unique index was removed",
                            "INSERT … ON CONFLICT on its columns fails with SQLSTATE 42P10. Readers may meet two rows where there was one.",
                            """
                            -- consumers stop to say ON CONFLICT on its columns; then, outside of a transaction
                            DROP INDEX CONCURRENTLY {schema}.{name};
                            """),
            when(changed(INDEX, "unique", "nullsNotDistinct"))
                    .breaking(situation -> both(duplicates(situation), onConflict(situation)))
                    .axes(axes -> axes.lock(Lock.SHARE)
                            .work(Work.SCAN)
                            .writers(Writer.DUPLICATES, Writer.ON_CONFLICT)
                            .meaning(MAYBE)
                            .rollback(YES, YES))
                    .rule(
                            "index-uniqueness-changed",
                            "the same rule judges both directions",
                            "An index tells duplicates otherwise",
                            "Writers of duplicates fail with SQLSTATE 23505 where it is unique now; ON CONFLICT fails with 42P10 where "
                                    + "it is no longer.",
                            "-- build the new one concurrently beside {name}, then drop {name}"),
            when(changed(INDEX, "method", "keys", "include", "predicate", "statistics", "partitionOf"))
                    .breaking(situation -> both(duplicates(situation), onConflict(situation)))
                    .axes(axes ->
                            axes.lock(Lock.SHARE).work(Work.SCAN).meaning(NO).rollback(MAYBE, MAYBE))
                    .rule(
                            "index-changed",
                            "the same rule judges both directions",
                            "An index covers or finds something else",
                            "Searches that it served may read the whole table; one that is unique refuses other rows, and ON CONFLICT "
                                    + "may no longer find it. An operator class that does not fit the operator of a query is not used, silently.",
                            "-- build the new one concurrently beside {name}, then drop {name}"),
            when(changed(INDEX, "valid"))
                    .and(situation -> !situation.nowMember().asBoolean(true))
                    .risky()
                    .rule(
                            "index-invalid",
                            "index-valid",
                            "An index was left invalid",
                            "A concurrent build failed: the index costs writers, and serves nobody.",
                            """
                            -- outside of a transaction
                            REINDEX INDEX CONCURRENTLY {schema}.{name};
                            """),
            when(changed(INDEX, "valid"))
                    .and(situation -> situation.nowMember().asBoolean(true))
                    .safe()
                    .rule(
                            "index-valid",
                            "index-invalid",
                            "An index that was invalid is complete",
                            "It serves searches from now on.",
                            "-- nothing to do for consumers of {relation}"),
            when(changedMember("clustered"))
                    .safe()
                    .axes(axes -> axes.lock(SHARE_UPDATE_EXCLUSIVE))
                    .rule(
                            "clustering-changed",
                            "the same rule judges both directions",
                            "The index by which CLUSTER orders a table changed",
                            "It matters when somebody runs CLUSTER; nobody may rely on an order without ORDER BY.",
                            "-- nothing to do for consumers of {relation}"));

    private IndexRules() {}

    private static boolean isRenamed(Situation situation) {
        var added = situation.change() instanceof SchemaChange.Added;
        var here = added ? situation.after() : situation.before();
        var there = added ? situation.before() : situation.after();
        return there.facts(INDEX, situation.part(0), situation.part(1)).stream()
                .anyMatch(other -> there.members(other).equals(situation.any())
                        && here.schema().fact(other.key()).isEmpty()
                        && there.schema().fact(situation.key()).isEmpty());
    }

    private static List<String> columns(JsonNode index) {
        return index.path("keys")
                .valueStream()
                .map(key -> key.path("column").asText())
                .toList();
    }

    private static List<Probe> duplicates(Situation situation) {
        var index = situation.now();
        return index.path("unique").asBoolean() && !columns(index).contains("")
                ? Consumers.before(situation).duplicates(situation.part(0), situation.part(1), columns(index), "23505")
                : List.of();
    }

    private static List<Probe> onConflict(Situation situation) {
        var index = situation.old();
        var columns = columns(index);
        if (!index.path("unique").asBoolean() || columns.contains("")) {
            return List.of();
        }
        var insert = new ArrayList<>(Consumers.before(situation).insert(situation.part(0), situation.part(1)));
        if (insert.isEmpty()) {
            return List.of();
        }
        var predicate = index.path("predicate").asText();
        insert.add(insert.removeLast()
                + " ON CONFLICT (%s)%s DO NOTHING"
                        .formatted(Sql.names(columns), predicate.isEmpty() ? "" : " WHERE " + predicate));
        return Consumers.probe(insert, "42P10");
    }

    private static List<Probe> both(List<Probe> some, List<Probe> others) {
        var all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }
}
