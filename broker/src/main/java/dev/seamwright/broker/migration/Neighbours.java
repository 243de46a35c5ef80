package dev.seamwright.broker.migration;

import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbusage.DatabaseUsage;
import java.util.List;

/**
 * What the broker knows of a database in a target.
 *
 * @param baselines the different schemas that the database has there, one a version, the newest first; none: nothing is recorded
 * @param consumers those whose statements must go on working
 * @param heads the main branch of each consumer: what may replace those
 */
record Neighbours(List<Baseline> baselines, List<Consumer> consumers, List<Consumer> heads) {
    Neighbours {
        baselines = List.copyOf(baselines);
        consumers = List.copyOf(consumers);
        heads = List.copyOf(heads);
    }

    /** The schema of a version. */
    record Baseline(VersionNumber version, DatabaseSchema schema) {}

    /** A version of a consumer and how it uses the database. */
    record Consumer(ParticipantName participant, VersionNumber version, DatabaseUsage usage) {
        String name() {
            return participant.value() + " " + version.value();
        }
    }
}
