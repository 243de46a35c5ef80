package dev.seamwright.contracts.dbschema;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a fact is about. The comment after each names the parts of its identity. */
public enum Kind {
    DATABASE(0), // none
    SETTING(0), // role or public, parameter
    EXTENSION(0), // name
    LANGUAGE(0), // name
    ACCESS_METHOD(0), // name
    CAST(0), // source type, target type
    TRANSFORM(0), // type, language
    FOREIGN_DATA_WRAPPER(0), // name
    SERVER(0), // name
    USER_MAPPING(0), // server, role or public
    EVENT_TRIGGER(0), // name
    PUBLICATION(0), // name
    SUBSCRIPTION(0), // name
    DEFAULT_PRIVILEGES(0), // role that creates, schema or "", type of object
    SECURITY_LABEL(0), // provider, type of object, object
    DATABASE_GRANT(0), // grantee, privilege, grantor
    LANGUAGE_GRANT(0), // language, grantee, privilege, grantor
    FOREIGN_DATA_WRAPPER_GRANT(0), // wrapper, grantee, privilege, grantor
    SERVER_GRANT(0), // server, grantee, privilege, grantor

    SCHEMA(1), // name
    SCHEMA_GRANT(1), // schema, grantee, privilege, grantor
    ENUM(1), // schema, name
    DOMAIN(1), // schema, name
    COMPOSITE_TYPE(1), // schema, name
    RANGE_TYPE(1), // schema, name
    BASE_TYPE(1), // schema, name
    TYPE_GRANT(1), // schema, type, grantee, privilege, grantor
    ROUTINE(1), // schema, name(input types)
    ROUTINE_GRANT(1), // schema, routine, grantee, privilege, grantor
    OPERATOR(1), // schema, name(left type, right type)
    OPERATOR_CLASS(1), // schema, name, access method
    OPERATOR_FAMILY(1), // schema, name, access method
    COLLATION(1), // schema, name
    CONVERSION(1), // schema, name
    STATISTICS(1), // schema, name
    TEXT_SEARCH_CONFIGURATION(1), // schema, name
    TEXT_SEARCH_DICTIONARY(1), // schema, name
    TEXT_SEARCH_PARSER(1), // schema, name
    TEXT_SEARCH_TEMPLATE(1), // schema, name

    TABLE(2), // schema, name
    FOREIGN_TABLE(2), // schema, name
    VIEW(2), // schema, name
    MATERIALIZED_VIEW(2), // schema, name
    SEQUENCE(2), // schema, name
    COLUMN(2), // schema, relation, name
    COLUMN_ORDER(2), // schema, relation
    CONSTRAINT(2), // schema, table, name
    INDEX(2), // schema, table, name
    TRIGGER(2), // schema, table, name
    RULE(2), // schema, relation, name
    POLICY(2), // schema, table, name
    RELATION_GRANT(2), // schema, relation, grantee, privilege, grantor
    COLUMN_GRANT(2), // schema, relation, column, grantee, privilege, grantor
    PUBLICATION_TABLE(2); // schema, table, publication

    private static final Map<String, Kind> BY_LABEL =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Kind::label, kind -> kind));

    private final String label;
    private final int depth;

    Kind(int depth) {
        this.label = name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.depth = depth;
    }

    /** The kind with this label. */
    public static Optional<Kind> of(String label) {
        return Optional.ofNullable(BY_LABEL.get(label));
    }

    /** The name in documents and queries, {@code composite-type} for example. */
    public String label() {
        return label;
    }

    /** How many leading parts of the identity name where the fact belongs: 0 to the database, 1 to a schema, 2 to a relation. */
    public int depth() {
        return depth;
    }
}
