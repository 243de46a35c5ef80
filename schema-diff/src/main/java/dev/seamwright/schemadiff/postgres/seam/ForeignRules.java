package dev.seamwright.schemadiff.postgres.seam;

import dev.seamwright.schemadiff.Rule;
import java.util.List;

/** Rules for foreign tables of postgres_fdw: the remote database gives, the local one takes, by names that nobody checks. */
final class ForeignRules {
    static final Rule TABLE_MISSING = new Rule(
            "foreign-table-missing",
            "A foreign table stands for a relation that is not at the remote database.",
            "Every statement that touches it fails: the remote relation does not exist.",
            "ALTER FOREIGN TABLE … OPTIONS (SET table_name '…'), or keep a view of the old name at the remote database.");
    static final Rule COLUMN_MISSING = new Rule(
            "foreign-column-missing",
            "A column of a foreign table is not at the remote database.",
            "Statements that read or write the column fail: the remote column does not exist.",
            "ALTER FOREIGN TABLE … ALTER COLUMN … OPTIONS (column_name '…'), or drop the column here before it is dropped there.");
    static final Rule TYPE_DIFFERS = new Rule(
            "foreign-type-differs",
            "A column of a foreign table does not take every value of the remote column, or the reverse.",
            "Values travel as text: reading fails at the first value that the local type refuses, and a condition that is sent away may mean something else.",
            "Give both columns one type.");
    static final Rule NULLABLE = new Rule(
            "foreign-not-null-claimed",
            "A foreign table claims NOT NULL of a remote column that may be null.",
            "Nothing enforces the claim and the planner believes it: IS NULL finds no row that is there.",
            "Drop NOT NULL from the foreign table, or set it at the remote database.");
    static final Rule COLLATION_DIFFERS = new Rule(
            "foreign-collation-differs",
            "A column has another collation at the remote database.",
            "Comparisons and sorts that are sent away follow the remote collation: results differ from those computed here.",
            "Name the remote collation in the foreign table.");
    static final Rule COLUMN_REQUIRED = new Rule(
            "foreign-column-required",
            "The remote relation requires a column that the foreign table does not have.",
            "Every insert through the foreign table fails with a not-null violation.",
            "Add the column to the foreign table, or give it a default at the remote database.");
    static final Rule COLUMN_GENERATED = new Rule(
            "foreign-column-generated",
            "A column of a foreign table is generated at the remote database.",
            "An insert through the foreign table names the column, and a generated column takes no value.",
            "Declare the column as generated in the foreign table too.");
    static final Rule WRAPPER_UNKNOWN = new Rule(
            "foreign-wrapper-unknown",
            "A foreign table is of a wrapper whose names are not those of a PostgreSQL.",
            "What the table stands for cannot be told from its options.",
            "Look at it by hand.");

    static final List<Rule> ALL = List.of(
            TABLE_MISSING,
            COLUMN_MISSING,
            TYPE_DIFFERS,
            NULLABLE,
            COLLATION_DIFFERS,
            COLUMN_REQUIRED,
            COLUMN_GENERATED,
            WRAPPER_UNKNOWN);

    private ForeignRules() {}
}
