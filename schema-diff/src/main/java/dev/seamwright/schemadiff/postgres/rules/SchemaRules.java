package dev.seamwright.schemadiff.postgres.rules;

import dev.seamwright.schemadiff.Rule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The rules for changes of a database schema, by family. */
public final class SchemaRules {
    static final List<SchemaRule> SPECIFIC = Stream.of(
                    RelationRules.ALL,
                    ColumnRules.ALL,
                    ConstraintRules.ALL,
                    IndexRules.ALL,
                    ViewRules.ALL,
                    RoutineRules.ALL,
                    TypeRules.ALL,
                    SequenceRules.ALL,
                    GrantRules.ALL,
                    PolicyRules.ALL,
                    TriggerRules.ALL,
                    PartitionRules.ALL,
                    PublicationRules.ALL,
                    ExtensionRules.ALL,
                    DatabaseRules.ALL)
            .flatMap(List::stream)
            .toList();

    /** What is said of a change that none of the others knows. */
    static final List<SchemaRule> GENERIC = GenericRules.ALL;

    private SchemaRules() {}

    static List<SchemaRule> entries() {
        return Stream.of(SPECIFIC, GENERIC).flatMap(List::stream).toList();
    }

    /** What is known of each rule, in the order of the families. */
    public static List<Rule> all() {
        return Stream.concat(entries().stream().map(SchemaRule::rule), Stream.of(SchemaReview.UNMODELLED_CHANGED))
                .toList();
    }

    /** The rule with this id, for engines whose finding has the same effect. */
    public static Optional<Rule> rule(String id) {
        return all().stream().filter(rule -> rule.id().equals(id)).findFirst();
    }
}
