package dev.seamwright.schemadiff.postgres.seam;

import dev.seamwright.schemadiff.Rule;
import java.util.List;

/** Rules for logical replication: the publisher gives, the subscriber takes, and no DDL crosses. */
final class ReplicationRules {
    static final Rule PUBLICATION_MISSING = new Rule(
            "replication-publication-missing",
            "A subscription names a publication that the publisher does not have.",
            "The subscriber's apply worker ends with an error, and starts again to the same error; the publisher keeps its WAL.",
            "Create the publication, or take its name out: ALTER SUBSCRIPTION … DROP PUBLICATION …");
    static final Rule COLUMN_LISTS_DIFFER = new Rule(
            "replication-column-lists-differ",
            "Two publications of one subscription send different columns of one table.",
            "PostgreSQL refuses such a subscription: it cannot use different column lists for one table.",
            "Give both publications the same column list, or use two subscriptions.");
    static final Rule TABLE_MISSING = new Rule(
            "replication-table-missing",
            "A published table is not at the subscriber, or is no table there.",
            "A refresh of the subscription fails, and the rows of the table go nowhere.",
            "Create the table at the subscriber first, then ALTER SUBSCRIPTION … REFRESH PUBLICATION.");
    static final Rule COLUMN_MISSING = new Rule(
            "replication-column-missing",
            "A published column is not at the subscriber.",
            "The apply worker ends at the first row: the target relation is missing a replicated column. All tables of the subscription stop.",
            "Add the column at the subscriber before the publisher, and drop it there after the publisher.");
    static final Rule COLUMN_GENERATED = new Rule(
            "replication-into-generated-column",
            "A published column is generated at the subscriber.",
            "A generated column takes no value: the apply worker ends with an error.",
            "Make it a plain column at the subscriber, or leave it out of the publication's column list.");
    static final Rule GENERATED_NOT_SENT = new Rule(
            "replication-generated-column-not-sent",
            "A column is generated at the publisher, and plain at the subscriber.",
            "Generated columns are not sent, so that the subscriber has nulls or defaults where the publisher has values.",
            "Generate it at the subscriber too; or, from PostgreSQL 18, publish with publish_generated_columns = stored.");
    static final Rule TYPE_DIFFERS = new Rule(
            "replication-type-differs",
            "A column of the subscriber does not take every value of the publisher's.",
            "Values travel as text, and the apply worker ends at the first one that the subscriber's type refuses.",
            "Widen the subscriber's column first, the publisher's after it.");
    static final Rule BINARY_TYPE_DIFFERS = new Rule(
            "replication-binary-type-differs",
            "A subscription in binary mode has a column of another type than the publisher.",
            "Binary values are read by the type's own function: another type fails, or reads something else.",
            "Give both sides one type, or ALTER SUBSCRIPTION … SET (binary = false).");
    static final Rule COLUMN_REQUIRED = new Rule(
            "replication-column-required",
            "The subscriber requires a column that is not sent.",
            "Each replicated insert leaves the column null, which NOT NULL refuses; the apply worker ends.",
            "Give the column a default at the subscriber, or drop its NOT NULL.");
    static final Rule NOT_NULL = new Rule(
            "replication-not-null-at-subscriber",
            "A column may be null at the publisher, and not at the subscriber.",
            "The first null ends the apply worker.",
            "Drop NOT NULL at the subscriber, or set it at the publisher first.");
    static final Rule UNIQUE = new Rule(
            "replication-unique-at-subscriber",
            "The subscriber has a unique key that the publisher does not have.",
            "Two rows that the publisher takes conflict at the subscriber, and the apply worker ends.",
            "Drop the unique key at the subscriber, or add it at the publisher first.");
    static final Rule CHECK = new Rule(
            "replication-check-at-subscriber",
            "The subscriber has a check constraint that the publisher does not have.",
            "A row that the publisher takes may fail the check, and the apply worker ends.",
            "Drop the check at the subscriber, or add it at the publisher first.");
    static final Rule IDENTITY_MISSING = new Rule(
            "replication-identity-missing",
            "A table whose updates or deletes are published has no replica identity.",
            "UPDATE and DELETE fail at the publisher itself, for all of its own clients.",
            "Add a primary key, or ALTER TABLE … REPLICA IDENTITY FULL; or publish inserts only.");
    static final Rule IDENTITY_NOT_SENT = new Rule(
            "replication-identity-not-sent",
            "The column list of a publication lacks a column of the replica identity.",
            "UPDATE and DELETE fail at the publisher itself: the column list does not cover the replica identity.",
            "Add the columns of the replica identity to the list.");
    static final Rule FILTER_OUTSIDE_IDENTITY = new Rule(
            "replication-filter-outside-identity",
            "A row filter seems to use a column outside of the replica identity.",
            "If it does, UPDATE and DELETE fail at the publisher itself. The filter is known as text only.",
            "Filter by columns of the replica identity, or ALTER TABLE … REPLICA IDENTITY FULL; or publish inserts only.");
    static final Rule KEY_MISSING = new Rule(
            "replication-key-missing-at-subscriber",
            "The subscriber has no unique key on the replica identity.",
            "Each replicated update and delete reads the whole table at the subscriber, and may hit several rows.",
            "Add a primary key or a unique index on these columns at the subscriber.");
    static final Rule SEQUENCE = new Rule(
            "replication-sequence-not-sent",
            "A published column is filled by a sequence on both sides.",
            "The state of sequences is not replicated: a subscriber that is promoted, or that inserts by itself, gives numbers that are taken.",
            "After a failover set the sequences past the greatest value: SELECT setval(…).");

    static final List<Rule> ALL = List.of(
            PUBLICATION_MISSING,
            COLUMN_LISTS_DIFFER,
            TABLE_MISSING,
            COLUMN_MISSING,
            COLUMN_GENERATED,
            GENERATED_NOT_SENT,
            TYPE_DIFFERS,
            BINARY_TYPE_DIFFERS,
            COLUMN_REQUIRED,
            NOT_NULL,
            UNIQUE,
            CHECK,
            IDENTITY_MISSING,
            IDENTITY_NOT_SENT,
            FILTER_OUTSIDE_IDENTITY,
            KEY_MISSING,
            SEQUENCE);

    private ReplicationRules() {}
}
