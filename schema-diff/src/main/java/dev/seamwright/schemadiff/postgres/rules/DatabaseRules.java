package dev.seamwright.schemadiff.postgres.rules;

import static dev.seamwright.contracts.dbschema.Kind.FOREIGN_DATA_WRAPPER;
import static dev.seamwright.contracts.dbschema.Kind.SCHEMA;
import static dev.seamwright.contracts.dbschema.Kind.SERVER;
import static dev.seamwright.contracts.dbschema.Kind.SETTING;
import static dev.seamwright.contracts.dbschema.Kind.STATISTICS;
import static dev.seamwright.contracts.dbschema.Kind.USER_MAPPING;
import static dev.seamwright.schemadiff.postgres.rules.Effect.MAYBE;
import static dev.seamwright.schemadiff.postgres.rules.Effect.NO;
import static dev.seamwright.schemadiff.postgres.rules.Effect.YES;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.added;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.changed;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.changedMember;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.removed;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.when;

import java.util.List;
import java.util.Set;

/** Schemas, settings and what belongs to the database as a whole. */
final class DatabaseRules {
    static final List<SchemaRule> ALL = List.of(
            when(added(SCHEMA))
                    .safe()
                    .axes(axes -> axes.rollback(NO, YES))
                    .rule("schema-added", "schema-removed", "A schema was added", "Nobody used it before.", """
                            -- expand
                            GRANT USAGE ON SCHEMA {name} TO /* its consumers */;
                            """),
            when(removed(SCHEMA))
                    .risky()
                    .axes(axes -> axes.readers(MAYBE).dataLost(MAYBE).rollback(MAYBE, NO))
                    .rule(
                            "schema-removed",
                            "schema-added",
                            "A schema was removed",
                            "What was in it is reported by itself. A search path that names it goes on without it.",
                            """
                            -- contract, when nothing in it is used
                            DROP SCHEMA {name};
                            """),
            when(added(SETTING).or(removed(SETTING)).or(changed(SETTING, "value")))
                    .risky()
                    .axes(axes -> axes.readers(MAYBE).meaning(YES).rollback(MAYBE, MAYBE))
                    .rule(
                            "setting-changed",
                            "the same rule judges both directions",
                            "Sessions begin with another setting",
                            "Nobody fails at once: new sessions find other tables (search_path), other times (timezone), or other limits.",
                            "-- consumers set what they need themselves when they connect: {name}"),
            when(changedMember("comment"))
                    .safe()
                    .rule(
                            "comment-changed",
                            "the same rule judges both directions",
                            "A comment changed",
                            "Tools that read comments may show, or generate, something else.",
                            "-- nothing to do for {relation}"),
            when(added(STATISTICS)
                            .or(removed(STATISTICS))
                            .or(situation -> situation.kind() == STATISTICS
                                    && !Set.of("owner", "comment").contains(situation.member())))
                    .safe()
                    .rule(
                            "statistics-changed",
                            "the same rule judges both directions",
                            "Extended statistics changed",
                            "Answers are the same; plans may change.",
                            "ANALYZE;"),
            when(added(FOREIGN_DATA_WRAPPER, SERVER, USER_MAPPING)
                            .or(removed(FOREIGN_DATA_WRAPPER, SERVER, USER_MAPPING))
                            .or(situation -> Set.of(FOREIGN_DATA_WRAPPER, SERVER, USER_MAPPING)
                                            .contains(situation.kind())
                                    && !Set.of("", "owner", "comment").contains(situation.member())))
                    .risky()
                    .axes(axes -> axes.readers(MAYBE)
                            .meaning(YES)
                            .access(Access.DIFFERENT)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "foreign-source-changed",
                            "the same rule judges both directions",
                            "Another server, or another login on it, answers for foreign tables",
                            "Foreign tables read other rows, or fail when they are read.",
                            "-- read every foreign table of {name} as each consumer's role"));

    private DatabaseRules() {}
}
