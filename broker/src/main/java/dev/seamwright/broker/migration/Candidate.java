package dev.seamwright.broker.migration;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.schemadiff.postgres.source.MigrationStep;
import java.util.List;
import java.util.Map;

/** What a database may become. */
sealed interface Candidate {
    /**
     * By these steps.
     *
     * @param steps in their order; also those that were applied already
     * @param texts of the steps by name, with their comments
     */
    record Migration(List<MigrationStep> steps, Map<String, String> texts) implements Candidate {
        public Migration {
            steps = List.copyOf(steps);
            texts = Map.copyOf(texts);
        }
    }

    /**
     * This schema, by whatever way.
     *
     * @param name for people
     */
    record Schema(String name, DatabaseSchema schema) implements Candidate {}
}
