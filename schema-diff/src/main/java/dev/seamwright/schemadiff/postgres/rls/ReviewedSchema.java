package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.schemadiff.postgres.load.SchemaLoader;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.source.MigrationStep;
import java.util.List;
import java.util.Set;

/** Where the schema that is reviewed comes from. */
public sealed interface ReviewedSchema {
    /** The roles that must be there before it is loaded, by name. */
    default Set<String> roles() {
        return Set.of();
    }

    /** Whether its roles are known by their names alone, so that the login has to be made for it. */
    default boolean namesRoles() {
        return switch (this) {
            case Facts facts -> true;
            case Migrated migrated -> migrated.base().namesRoles();
            case Sql sql -> false;
            case Steps steps -> false;
        };
    }

    /** SQL, with rows when there are some, in order; its roles are made by the script of roles. */
    record Sql(List<Script> scripts) implements ReviewedSchema {
        public Sql {
            scripts = List.copyOf(scripts);
        }
    }

    /** Migrations in the order of their tool; roles that they name and do not make are made for them. */
    record Steps(List<MigrationStep> steps) implements ReviewedSchema {
        public Steps {
            steps = List.copyOf(steps);
        }
    }

    /** A schema, and migrations on top of it. */
    record Migrated(ReviewedSchema base, Steps migrations) implements ReviewedSchema {
        @Override
        public Set<String> roles() {
            return base.roles();
        }
    }

    /** A schema that was captured or stored. */
    record Facts(DatabaseSchema schema) implements ReviewedSchema {
        @Override
        public Set<String> roles() {
            return SchemaLoader.roles(schema);
        }
    }
}
