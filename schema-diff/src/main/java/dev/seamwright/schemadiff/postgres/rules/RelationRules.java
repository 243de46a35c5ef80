package dev.seamwright.schemadiff.postgres.rules;

import static dev.seamwright.contracts.dbschema.Kind.FOREIGN_TABLE;
import static dev.seamwright.contracts.dbschema.Kind.INDEX;
import static dev.seamwright.contracts.dbschema.Kind.MATERIALIZED_VIEW;
import static dev.seamwright.contracts.dbschema.Kind.TABLE;
import static dev.seamwright.contracts.dbschema.Kind.VIEW;
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

import java.util.List;

/** Tables, views, materialized views and foreign tables as a whole. */
final class RelationRules {
    static final List<SchemaRule> ALL = List.of(
            when(added(TABLE))
                    .and(situation -> !isReplaced(situation))
                    .safe()
                    .axes(axes -> axes.rollback(NO, YES))
                    .rule(
                            "table-added",
                            "table-removed",
                            "A table was added",
                            "Nobody used it before. A consumer that needs it fails on the schema before.",
                            """
                            -- expand; grants and row-level security belong to the same change
                            GRANT SELECT ON {relation} TO /* its consumers */;
                            """),
            when(removed(TABLE))
                    .and(situation -> !isReplaced(situation))
                    .breaking(RelationRules::read)
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .readers(YES)
                            .writers(Writer.ALL)
                            .dataLost(YES)
                            .rollback(YES, NO))
                    .rule(
                            "table-removed",
                            "table-added",
                            "A table was removed",
                            "Every statement that names it fails with SQLSTATE 42P01. The rows are lost.",
                            """
                            -- expand: a view under the old name, when the rows live on elsewhere
                            CREATE VIEW {relation} AS SELECT /* the old columns */ FROM /* where they are now */;
                            -- contract, when no deployed consumer uses it
                            DROP TABLE {relation};
                            """),
            when(added(VIEW))
                    .and(situation -> !isReplaced(situation))
                    .safe()
                    .axes(axes -> axes.rollback(NO, YES))
                    .rule(
                            "view-added",
                            "view-removed",
                            "A view was added",
                            "Nobody used it before. A consumer that needs it fails on the schema before.",
                            """
                            -- expand; grants and row-level security belong to the same change
                            GRANT SELECT ON {relation} TO /* its consumers */;
                            """),
            when(removed(VIEW))
                    .and(situation -> !isReplaced(situation))
                    .breaking(RelationRules::read)
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .readers(YES)
                            .writers(Writer.ALL)
                            .rollback(YES, NO))
                    .rule(
                            "view-removed",
                            "view-added",
                            "A view was removed",
                            "Every statement that names it fails with SQLSTATE 42P01.",
                            """
                            -- contract, when no deployed consumer uses it
                            DROP VIEW {relation};
                            """),
            when(added(MATERIALIZED_VIEW))
                    .and(situation -> !isReplaced(situation))
                    .safe()
                    .axes(axes -> axes.rollback(NO, YES))
                    .rule(
                            "materialized-view-added",
                            "materialized-view-removed",
                            "A materialized view was added",
                            "Nobody used it before. A consumer that needs it fails on the schema before.",
                            """
                            -- expand; grants and row-level security belong to the same change
                            GRANT SELECT ON {relation} TO /* its consumers */;
                            """),
            when(removed(MATERIALIZED_VIEW))
                    .and(situation -> !isReplaced(situation))
                    .breaking(RelationRules::read)
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE).readers(YES).rollback(YES, NO))
                    .rule(
                            "materialized-view-removed",
                            "materialized-view-added",
                            "A materialized view was removed",
                            "Every statement that names it fails with SQLSTATE 42P01.",
                            """
                            -- contract, when no deployed consumer uses it
                            DROP MATERIALIZED VIEW {relation};
                            """),
            when(added(FOREIGN_TABLE))
                    .and(situation -> !isReplaced(situation))
                    .safe()
                    .axes(axes -> axes.rollback(NO, YES))
                    .rule(
                            "foreign-table-added",
                            "foreign-table-removed",
                            "A foreign table was added",
                            "Nobody used it before. A consumer that needs it fails on the schema before.",
                            """
                            -- expand; grants and row-level security belong to the same change
                            GRANT SELECT ON {relation} TO /* its consumers */;
                            """),
            when(removed(FOREIGN_TABLE))
                    .and(situation -> !isReplaced(situation))
                    .breaking(RelationRules::read)
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .readers(YES)
                            .writers(Writer.ALL)
                            .rollback(YES, NO))
                    .rule(
                            "foreign-table-removed",
                            "foreign-table-added",
                            "A foreign table was removed",
                            "Every statement that names it fails with SQLSTATE 42P01.",
                            """
                            -- contract, when no deployed consumer uses it
                            DROP FOREIGN TABLE {relation};
                            """),
            when(removed(TABLE, VIEW, MATERIALIZED_VIEW, FOREIGN_TABLE))
                    .and(RelationRules::isReplaced)
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .prepared(YES)
                            .writers(Writer.ALL)
                            .meaning(MAYBE)
                            .dataLost(MAYBE)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "relation-replaced",
                            "the same rule judges both directions",
                            "A relation is of another kind under its name",
                            "Readers by name go on where the columns are the same. What can be written differs: views take simple "
                                    + "inserts and updates only, materialized views none; COPY, TRUNCATE, foreign keys and ON CONFLICT need a "
                                    + "table.",
                            "-- run the consumers' statements on both: readers and writers of {relation}"),
            when(added(TABLE, VIEW, MATERIALIZED_VIEW, FOREIGN_TABLE))
                    .and(RelationRules::isReplaced)
                    .risky()
                    .axes(axes -> axes.rollback(MAYBE, MAYBE))
                    .rule(
                            "relation-replacing",
                            "the same rule judges both directions",
                            "A relation took the name of one of another kind",
                            "It answers for what consumers did with the relation before.",
                            "-- see relation-replaced for {relation}"),
            when(changed(TABLE, "persistence"))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE).work(Work.REWRITE).dataLost(MAYBE))
                    .rule(
                            "table-persistence-changed",
                            "the same rule judges both directions",
                            "A table is logged otherwise",
                            "No statement fails. An unlogged table is empty after a crash, and is not replicated. The table is rewritten.",
                            """
                            -- rewrites {relation}; at a quiet time
                            ALTER TABLE {relation} SET LOGGED;
                            """),
            when(changedMember("options", "toastOptions"))
                    .and(situation -> situation.kind() == TABLE
                            || situation.kind() == MATERIALIZED_VIEW
                            || situation.kind() == INDEX)
                    .safe()
                    .axes(axes -> axes.lock(SHARE_UPDATE_EXCLUSIVE))
                    .rule(
                            "relation-options-changed",
                            "the same rule judges both directions",
                            "Storage parameters changed",
                            "What is stored and answered is as before; how it is vacuumed and packed is not.",
                            "-- nothing to do for consumers of {relation}"),
            when(changedMember("tablespace", "accessMethod"))
                    .and(situation -> situation.kind() == TABLE
                            || situation.kind() == MATERIALIZED_VIEW
                            || situation.kind() == INDEX)
                    .safe()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE).work(Work.REWRITE))
                    .rule(
                            "relation-moved",
                            "the same rule judges both directions",
                            "A relation is stored elsewhere, or by another access method",
                            "What is answered is as before. All its blocks are copied under the lock.",
                            "-- at a quiet time, with a lock_timeout: {relation}"),
            when(changed(FOREIGN_TABLE, "server", "foreignOptions"))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .readers(MAYBE)
                            .meaning(YES)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "foreign-table-source-changed",
                            "the same rule judges both directions",
                            "A foreign table reads from elsewhere",
                            "Rows come from another server or table; whether its columns fit is seen when they are read.",
                            "-- compare the remote table's columns with those of {relation} first"));

    private RelationRules() {}

    /** One of another kind has the name on the other side. */
    private static boolean isReplaced(Situation situation) {
        return situation
                        .before()
                        .relationKind(situation.part(0), situation.part(1))
                        .isPresent()
                && situation
                        .after()
                        .relationKind(situation.part(0), situation.part(1))
                        .isPresent();
    }

    private static List<Probe> read(Situation situation) {
        return List.of(Probe.of(Consumers.before(situation).read(situation.part(0), situation.part(1), "*"), "42P01"));
    }
}
