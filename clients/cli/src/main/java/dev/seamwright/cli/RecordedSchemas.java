package dev.seamwright.cli;

import static dev.seamwright.cli.http.Answers.elements;
import static dev.seamwright.cli.http.Answers.text;

import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.Query;
import dev.seamwright.cli.http.Urls;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.DatabaseSchemaJson;
import dev.seamwright.schemadiff.postgres.drift.ChainVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The schemas that were recorded for a database: in files, or published to a broker. */
final class RecordedSchemas {
    private static final String KIND = "db-schema";

    private final Surroundings surroundings;
    private final BrokerClient broker;

    RecordedSchemas(Surroundings surroundings, BrokerClient broker) {
        this.surroundings = surroundings;
        this.broker = broker;
    }

    /** @throws UsageFailure when the file cannot be read */
    DatabaseSchema ofFile(String file) {
        try (var in = Files.newInputStream(surroundings.directory().resolve(file))) {
            return DatabaseSchemaJson.read(in);
        } catch (IOException failure) {
            throw new UsageFailure("%s cannot be read: %s".formatted(file, FileFailure.reason(failure)));
        }
    }

    /**
     * The version that is deployed there; empty when none is.
     *
     * @throws UsageFailure when several instances run different versions
     */
    Optional<String> deployed(String participant, String environment) {
        var versions = elements(broker.get("/api/v1/deployments"
                                + new Query().add("participant", participant).add("environment", environment))
                        .path("items"))
                .stream()
                .map(deployment -> text(deployment, "version"))
                .distinct()
                .toList();
        if (versions.size() > 1) {
            throw new UsageFailure("Several versions of %s run in %s: %s. Name one with --version."
                    .formatted(participant, environment, String.join(", ", versions)));
        }
        return versions.stream().findFirst();
    }

    /** What the version published; empty when it published no schema. */
    Optional<DatabaseSchema> ofVersion(String participant, String version) {
        return elements(broker.get(
                                Urls.path("api", "v1", "participants", participant, "versions", version, "contracts"))
                        .path("items"))
                .stream()
                .filter(contract -> text(contract, "kind").equals(KIND))
                .findFirst()
                .map(contract -> content(text(contract, "sha256")));
    }

    /**
     * The newest versions that published a schema, the newest last.
     *
     * @param length how many at most
     */
    List<ChainVersion> chain(String participant, int length) {
        var published = elements(broker.get("/api/v1/contracts"
                        + new Query()
                                .add("consumer", participant)
                                .add("kind", KIND)
                                .add("limit", Integer.toString(length)))
                .path("items"));
        Map<String, DatabaseSchema> byHash = new HashMap<>();
        var chain = new ArrayList<ChainVersion>();
        for (var contract : published) {
            chain.add(new ChainVersion(
                    text(contract, "version"), byHash.computeIfAbsent(text(contract, "sha256"), this::content)));
        }
        Collections.reverse(chain);
        return List.copyOf(chain);
    }

    private DatabaseSchema content(String sha256) {
        return parsed(broker.document(Urls.path("api", "v1", "contracts", KIND, sha256)));
    }

    private static DatabaseSchema parsed(byte[] document) {
        try {
            return DatabaseSchemaJson.read(new ByteArrayInputStream(document));
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory cannot fail", impossible);
        }
    }
}
