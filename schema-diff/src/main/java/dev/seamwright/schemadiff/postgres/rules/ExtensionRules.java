package dev.seamwright.schemadiff.postgres.rules;

import static dev.seamwright.contracts.dbschema.Kind.EXTENSION;
import static dev.seamwright.schemadiff.postgres.rules.Effect.MAYBE;
import static dev.seamwright.schemadiff.postgres.rules.Effect.NO;
import static dev.seamwright.schemadiff.postgres.rules.Effect.YES;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.added;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.changed;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.removed;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.when;

import java.util.List;

/** Extensions. */
final class ExtensionRules {
    static final List<SchemaRule> ALL = List.of(
            when(added(EXTENSION))
                    .safe()
                    .axes(axes -> axes.rollback(NO, YES))
                    .rule(
                            "extension-added",
                            "extension-removed",
                            "An extension was added",
                            "Its objects are new; functions in a schema on the search path can take over calls.",
                            """
                            -- in a schema of its own
                            CREATE EXTENSION {name} SCHEMA extensions;
                            """),
            when(removed(EXTENSION))
                    .risky()
                    .axes(axes -> axes.readers(MAYBE)
                            .writers(Writer.ALL)
                            .dataLost(MAYBE)
                            .rollback(YES, NO))
                    .rule(
                            "extension-removed",
                            "extension-added",
                            "An extension was removed",
                            "Statements that use its types, functions and operators fail with SQLSTATE 42883 or 42704; columns of its "
                                    + "types go with it.",
                            """
                            -- contract, when no deployed consumer uses its types, functions and operators
                            DROP EXTENSION {name};
                            """),
            when(changed(EXTENSION, "version"))
                    .risky()
                    .axes(axes -> axes.readers(MAYBE).meaning(MAYBE).rollback(MAYBE, MAYBE))
                    .rule(
                            "extension-version-changed",
                            "the same rule judges both directions",
                            "An extension has another version",
                            "Functions may have gone, or answer otherwise; there is often no script for the way back. Replicas need "
                                    + "the same library.",
                            """
                            -- read the release notes from {old.version} to {new.version}; then
                            ALTER EXTENSION {name} UPDATE TO '{new.version}';
                            """),
            when(changed(EXTENSION, "schema"))
                    .risky()
                    .axes(axes -> axes.readers(MAYBE).rollback(MAYBE, MAYBE))
                    .rule(
                            "extension-schema-changed",
                            "the same rule judges both directions",
                            "The objects of an extension are in another schema",
                            "Statements that name them with the old schema, or find them by their search path, fail.",
                            """
                            -- consumers have {new.schema} on their search path as well as {old.schema}; then
                            ALTER EXTENSION {name} SET SCHEMA {new.schema};
                            """));

    private ExtensionRules() {}
}
