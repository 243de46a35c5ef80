package dev.seamwright.schemadiff.postgres.drift;

import dev.seamwright.contracts.dbschema.Kind;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Something of a schema that may well differ between environments or tenants, so that a caller may leave it out of a comparison. */
public enum Aspect {
    /** Which role owns an object. */
    OWNERS(Set.of(), "owner"),
    /** Who was granted what. */
    GRANTS(
            EnumSet.of(
                    Kind.DEFAULT_PRIVILEGES,
                    Kind.DATABASE_GRANT,
                    Kind.LANGUAGE_GRANT,
                    Kind.FOREIGN_DATA_WRAPPER_GRANT,
                    Kind.SERVER_GRANT,
                    Kind.SCHEMA_GRANT,
                    Kind.TYPE_GRANT,
                    Kind.ROUTINE_GRANT,
                    Kind.RELATION_GRANT,
                    Kind.COLUMN_GRANT),
            ""),
    /** What is set for the database as a whole: its owner, its limit of connections, its parameters. */
    DATABASE(EnumSet.of(Kind.DATABASE, Kind.SETTING), ""),
    /** What people wrote about objects. */
    COMMENTS(Set.of(), "comment");

    @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
    private final Set<Kind> kinds;

    private final String member;

    Aspect(Set<Kind> kinds, String member) {
        this.kinds = Set.copyOf(kinds);
        this.member = member;
    }

    /** The kinds of facts that tell nothing else. */
    Set<Kind> kinds() {
        return kinds;
    }

    /** The member of payloads that tells it, or nothing. */
    String member() {
        return member;
    }

    /** The spelling in options and reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return word();
    }
}
