package dev.seamwright.schemadiff.postgres.seam;

import dev.seamwright.schemadiff.Rule;
import java.util.List;

/** Rules for declared keys from one database into another, which no constraint guards. */
final class KeyRules {
    static final Rule COLUMN_MISSING = new Rule(
            "logical-key-column-missing",
            "A column of a declared key is not there.",
            "The rows that refer to the other database lead nowhere.",
            "Change the declaration and its users first; a rename is an added column, a time with both, and a dropped one.");
    static final Rule TYPE_DIFFERS = new Rule(
            "logical-key-type-differs",
            "The referring column does not hold every value of the key.",
            "A key that is too large or too long is refused, or cut, when a row refers to it.",
            "Widen the referring column first, the key after it.");
    static final Rule COLLATION_DIFFERS = new Rule(
            "logical-key-collation-differs",
            "The two columns of a declared key have different collations.",
            "Two texts that are one key in one database may be two in the other; joins by sort order miss rows.",
            "Give both columns one collation, \"C\" for identifiers.");
    static final Rule NOT_UNIQUE = new Rule(
            "logical-key-not-unique",
            "The key column is neither a primary key nor unique by itself.",
            "A row that refers to it may mean several rows.",
            "Add a unique index; or declare all columns of the key.");
    static final Rule NULLABLE = new Rule(
            "logical-key-null",
            "The key may be null where it is referred to as never null.",
            "A row without a key cannot be referred to, and a NOT NULL reference to it cannot be written.",
            "Set the key NOT NULL.");
    static final Rule TENANT_DIFFERS = new Rule(
            "logical-key-tenant-differs",
            "The tenant columns beside a declared key differ in type, or one may be null.",
            "The same key of two tenants is told apart in one database, and not in the other.",
            "Give both tenant columns one type, NOT NULL.");

    static final List<Rule> ALL =
            List.of(COLUMN_MISSING, TYPE_DIFFERS, COLLATION_DIFFERS, NOT_UNIQUE, NULLABLE, TENANT_DIFFERS);

    private KeyRules() {}
}
