package dev.seamwright.cli;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A schema that a broker knows. A group of options of picocli. */
final class PublishedSchema {
    @Option(
            names = {"-a", "--participant", "--pacticipant"},
            required = true,
            paramLabel = "NAME",
            description = "The database as a participant.")
    private String participant = "";

    @Option(names = "--environment", paramLabel = "NAME", description = "The version that is deployed there.")
    private @Nullable String environment;

    @Option(
            names = {"-e", "--version"},
            paramLabel = "VERSION",
            description = "This version of it.")
    private @Nullable String version;

    String participant() {
        return participant;
    }

    /**
     * Empty when none was published, or no version is deployed.
     *
     * @throws UsageFailure unless exactly one of environment and version is given
     */
    Optional<DatabaseSchema> of(RecordedSchemas recorded) {
        if ((environment == null) == (version == null)) {
            throw new UsageFailure("Give either --environment or --version with --participant.");
        }
        var number = environment == null ? Optional.ofNullable(version) : recorded.deployed(participant, environment);
        return number.flatMap(given -> recorded.ofVersion(participant, given));
    }
}
