package dev.seamwright.schemadiff.postgres.seam;

import dev.seamwright.schemadiff.Rule;
import java.util.List;

/** Rules for change capture and the loads that follow it: a reader of the log knows a table by its columns, types and replica identity. */
final class StreamRules {
    static final Rule TABLE_GONE = new Rule(
            "stream-table-gone",
            "A captured table is no longer sent.",
            "Its readers see no error and no more changes.",
            "Move the readers first; then take the table out of the publication, and drop it.");
    static final Rule TABLE_REMADE = new Rule(
            "stream-table-remade",
            "A captured table was dropped and made again under its name.",
            "It is another relation to the log: a publication that named it has lost it, and a reader's first copy is of the old one.",
            "Publish the new table, and let the readers copy it anew.");
    static final Rule COLUMN_GONE = new Rule(
            "stream-column-gone",
            "A captured column is no longer sent.",
            "A reader by name fails or writes nulls; a reader by position shifts all values behind it without an error.",
            "Let the readers stop using the column first; a rename is an added column, a time with both, and a dropped one.");
    static final Rule TYPE_CHANGED = new Rule(
            "stream-type-changed",
            "A captured column has another type.",
            "Readers keep the type by its object id and decode values with it; a target table keeps the old type.",
            "Add a column of the new type, send both, and drop the old one when no reader uses it.");
    static final Rule TYPE_REMADE = new Rule(
            "stream-type-remade",
            "The type of a captured column was dropped and made again under its name.",
            "Readers keep types by their object ids: the new one is a type that they do not know.",
            "Change the type in place, ALTER TYPE … ADD VALUE for example; or restart the readers with the migration.");
    static final Rule LABELS_CHANGED = new Rule(
            "stream-labels-changed",
            "The labels of an enum of a captured column changed.",
            "Targets that list the labels refuse the new ones, and never see the old ones again.",
            "Add the label at the targets first.");
    static final Rule NULLABLE = new Rule(
            "stream-null-allowed",
            "A captured column may be null by now.",
            "A schema registry takes this for an incompatible change, and a target column that is NOT NULL refuses the row.",
            "Allow null at the targets first.");
    static final Rule ORDER_CHANGED = new Rule(
            "stream-order-changed",
            "The columns of a captured table are in another order.",
            "A reader by position takes one column for another without an error.",
            "Read by name.");
    static final Rule IDENTITY_LOST = new Rule(
            "stream-identity-lost",
            "A captured table no longer has a replica identity.",
            "Updates and deletes fail at the table itself; and readers have no key to apply them by.",
            "Keep the primary key, or ALTER TABLE … REPLICA IDENTITY FULL before it goes.");
    static final Rule IDENTITY_CHANGED = new Rule(
            "stream-identity-changed",
            "The replica identity of a captured table consists of other columns.",
            "Keys of messages change: a compacted topic keeps rows under their old keys for ever, and what was in the row before is no longer sent.",
            "Let the readers take the new key first.");
    static final Rule ACTION_GONE = new Rule(
            "stream-action-gone",
            "A publication no longer sends a kind of change.",
            "Readers see no error, and their copies keep what was updated or deleted.",
            "Stop sending only what no reader needs.");
    static final Rule FILTER_CHANGED = new Rule(
            "stream-filter-changed",
            "The row filter of a publication changed.",
            "Rows that leave the filter look deleted, or stay behind in the copies; rows that enter it were never copied.",
            "Let the readers copy the table anew.");

    static final List<Rule> ALL = List.of(
            TABLE_GONE,
            TABLE_REMADE,
            COLUMN_GONE,
            TYPE_CHANGED,
            TYPE_REMADE,
            LABELS_CHANGED,
            NULLABLE,
            ORDER_CHANGED,
            IDENTITY_LOST,
            IDENTITY_CHANGED,
            ACTION_GONE,
            FILTER_CHANGED);

    private StreamRules() {}
}
