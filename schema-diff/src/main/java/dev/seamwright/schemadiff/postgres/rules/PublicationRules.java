package dev.seamwright.schemadiff.postgres.rules;

import static dev.seamwright.contracts.dbschema.Kind.PUBLICATION;
import static dev.seamwright.contracts.dbschema.Kind.PUBLICATION_TABLE;
import static dev.seamwright.contracts.dbschema.Kind.SUBSCRIPTION;
import static dev.seamwright.contracts.dbschema.Kind.TABLE;
import static dev.seamwright.schemadiff.postgres.rules.Effect.MAYBE;
import static dev.seamwright.schemadiff.postgres.rules.Effect.NO;
import static dev.seamwright.schemadiff.postgres.rules.Effect.YES;
import static dev.seamwright.schemadiff.postgres.rules.Lock.ACCESS_EXCLUSIVE;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.added;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.changed;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.removed;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.when;

import java.util.List;
import java.util.Set;

/** Logical replication and change-data capture. */
final class PublicationRules {
    static final List<SchemaRule> ALL = List.of(
            when(added(PUBLICATION))
                    .risky()
                    .axes(axes ->
                            axes.writers(Writer.ALL).access(Access.WIDENED).rollback(NO, YES))
                    .rule(
                            "publication-added",
                            "publication-removed",
                            "A publication was added",
                            "Rows may leave the database, past row-level security. Updates and deletes of a published table without a "
                                    + "replica identity fail with SQLSTATE 55000.",
                            """
                            -- only the columns and rows that subscribers need
                            CREATE PUBLICATION {name} FOR TABLE /* table */ (/* columns */) WHERE (/* rows */);
                            """),
            when(removed(PUBLICATION))
                    .risky()
                    .axes(axes -> axes.readers(MAYBE).dataLost(MAYBE).rollback(YES, NO))
                    .rule(
                            "publication-removed",
                            "publication-added",
                            "A publication was removed",
                            "Subscribers and change-data capture stop: they fail when they connect, and what happens meanwhile is not "
                                    + "sent later.",
                            """
                            -- when no replication slot uses it (pg_replication_slots, the connectors' configurations)
                            DROP PUBLICATION {name};
                            """),
            when(changed(
                            PUBLICATION,
                            "allTables",
                            "insert",
                            "update",
                            "delete",
                            "truncate",
                            "viaRoot",
                            "generatedColumns",
                            "schemas"))
                    .risky()
                    .axes(axes -> axes.readers(MAYBE)
                            .meaning(YES)
                            .access(Access.DIFFERENT)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "publication-changed",
                            "the same rule judges both directions",
                            "A publication sends other tables or operations",
                            "No error is reported: subscribers go on with less, or get rows for tables that they do not have, and stop.",
                            "-- subscribers first: ALTER SUBSCRIPTION … REFRESH PUBLICATION"),
            when(added(PUBLICATION_TABLE))
                    .risky()
                    .axes(axes ->
                            axes.writers(Writer.ALL).access(Access.WIDENED).rollback(NO, YES))
                    .rule(
                            "publication-table-added",
                            "publication-table-removed",
                            "A table is published",
                            "Its rows leave the database, past row-level security; subscribers that do not have the table stop. "
                                    + "Updates and deletes fail with SQLSTATE 55000 when it has no replica identity.",
                            """
                            -- the subscribers have the table with at least the published columns; then
                            ALTER PUBLICATION {name} ADD TABLE {relation};
                            """),
            when(removed(PUBLICATION_TABLE))
                    .risky()
                    .axes(axes ->
                            axes.readers(MAYBE).meaning(YES).dataLost(MAYBE).rollback(MAYBE, NO))
                    .rule(
                            "publication-table-removed",
                            "publication-table-added",
                            "A table is published no longer",
                            "No error is reported: subscribers keep old rows.",
                            """
                            -- when no subscriber reads it
                            ALTER PUBLICATION {name} DROP TABLE {relation};
                            """),
            when(changed(PUBLICATION_TABLE, "columns", "filter"))
                    .risky()
                    .axes(axes -> axes.readers(MAYBE)
                            .meaning(YES)
                            .access(Access.DIFFERENT)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "publication-table-changed",
                            "the same rule judges both directions",
                            "Other columns or rows of a table are published",
                            "Subscribers miss columns or rows without an error; a column that a subscriber does not have stops it.",
                            """
                            -- was: {old.columns} WHERE {old.filter}
                            -- is: {new.columns} WHERE {new.filter}
                            -- subscribers have the columns first
                            """),
            when(changed(TABLE, "replicaIdentity"))
                    .breaking(PublicationRules::update)
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .readers(MAYBE)
                            .writers(Writer.ALL)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "replica-identity-changed",
                            "the same rule judges both directions",
                            "Change-data capture identifies rows otherwise",
                            "With FULL the log grows by every old row; with NOTHING updates and deletes of a published table fail with "
                                    + "SQLSTATE 55000. Connectors get other keys.",
                            """
                            -- the identity that connectors expect: the primary key, or
                            ALTER TABLE {relation} REPLICA IDENTITY USING INDEX /* a unique one over NOT NULL columns */;
                            """),
            when(added(SUBSCRIPTION)
                            .or(removed(SUBSCRIPTION))
                            .or(situation -> situation.kind() == SUBSCRIPTION
                                    && !Set.of("owner", "comment").contains(situation.member())))
                    .risky()
                    .axes(axes -> axes.meaning(YES).dataLost(MAYBE))
                    .rule(
                            "subscription-changed",
                            "the same rule judges both directions",
                            "A subscription changed",
                            "Rows arrive from elsewhere, otherwise, or no longer; a slot that nobody reads fills the publisher's disk.",
                            "-- look at pg_replication_slots of the publisher: {name}"));

    private PublicationRules() {}

    private static List<Probe> update(Situation situation) {
        return situation.before().columns(situation.part(0), situation.part(1)).entrySet().stream()
                .filter(column -> !column.getValue().has("generated")
                        && !column.getValue()
                                .path("identity")
                                .path("generation")
                                .asText()
                                .equals("always"))
                .limit(1)
                .map(column -> Probe.of(
                        "UPDATE %s SET %s = %s"
                                .formatted(situation.relation(), Sql.name(column.getKey()), Sql.name(column.getKey())),
                        "55000"))
                .toList();
    }
}
