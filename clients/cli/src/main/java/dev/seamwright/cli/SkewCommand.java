package dev.seamwright.cli;

import dev.seamwright.cli.database.Databases;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.schemadiff.postgres.drift.ChainVersion;
import dev.seamwright.schemadiff.postgres.drift.DriftReport;
import dev.seamwright.schemadiff.postgres.drift.Member;
import dev.seamwright.schemadiff.postgres.drift.SkewGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares databases that should have the same schema. */
@Command(
        name = "skew",
        header = "Ask whether many databases have the same schema.",
        description = {
            "",
            "For shards, databases of tenants, regions and environments: each is told by its place on the chain of recorded versions "
                    + "(behind, ahead), or as diverged with what is odd about it. Without a chain they are compared with one another. User and "
                    + "password come from SEAMWRIGHT_DATABASE_USER and SEAMWRIGHT_DATABASE_PASSWORD; with the name of a database at its end, "
                    + "SEAMWRIGHT_DATABASE_PASSWORD_EU, a variable is of this database alone.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  seamwright skew --member eu=jdbc:postgresql://eu/orders --member us=jdbc:postgresql://us/orders",
            "  seamwright skew --members tenants.txt --participant orders-db --environment prod --ignore owners",
            "",
            "Exit codes: 0 in sync, 1 skewed, 2 unknown, 3 could not ask the broker, 4 wrong usage."
        })
final class SkewCommand extends BrokerCommand {
    @Option(
            names = "--member",
            paramLabel = "NAME=URL",
            description = "A database, with a name for the answer. Can be repeated.")
    private Map<String, String> members = new LinkedHashMap<>();

    @Option(
            names = "--members",
            paramLabel = "FILE",
            description = "A file with a line NAME=URL for each database; empty lines and those with # do not count.")
    private @Nullable String file;

    @Option(
            names = "--schema",
            paramLabel = "VERSION=FILE",
            description = "A recorded version of the chain, a db-schema document. Can be repeated, the newest last.")
    private Map<String, String> schemas = new LinkedHashMap<>();

    @Option(
            names = {"-a", "--participant", "--pacticipant"},
            paramLabel = "NAME",
            description = "The participant whose published versions are the chain.")
    private @Nullable String participant;

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            description = "All should be at the version that is deployed there. Default: the newest of the chain.")
    private @Nullable String environment;

    @Option(
            names = "--history",
            paramLabel = "NUMBER",
            defaultValue = "50",
            description = "How many published versions the chain has at most. Default: ${DEFAULT-VALUE}.")
    private int history = 50;

    @Option(
            names = "--parallel",
            paramLabel = "NUMBER",
            defaultValue = "8",
            description = "How many databases are read at the same time. Default: ${DEFAULT-VALUE}.")
    private int parallel = 8;

    @Mixin
    private ComparisonOptions comparison = new ComparisonOptions();

    SkewCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(BrokerClient client) {
        if (parallel < 1 || history < 1) {
            throw new UsageFailure("--parallel and --history are at least 1");
        }
        if (participant == null && environment != null) {
            throw new UsageFailure("--environment needs --participant");
        }
        var recorded = new RecordedSchemas(surroundings(), client);
        var group = new SkewGroup(chain(recorded), expected(recorded), comparison.check(), parallel);
        var skew = group.compare(databases());
        comparison.print(surroundings().out(), DriftReport.sections(skew), DriftReport.json(skew));
        return skew.inSync() ? ExitCode.YES : skew.skewed() ? ExitCode.NO : ExitCode.UNKNOWN;
    }

    private List<ChainVersion> chain(RecordedSchemas recorded) {
        if (participant != null) {
            return recorded.chain(participant, history);
        }
        var chain = new ArrayList<ChainVersion>();
        schemas.forEach((version, schema) -> chain.add(new ChainVersion(version, recorded.ofFile(schema))));
        return chain;
    }

    private Optional<String> expected(RecordedSchemas recorded) {
        if (participant == null || environment == null) {
            return Optional.empty();
        }
        var deployed = recorded.deployed(participant, environment);
        if (deployed.isEmpty()) {
            throw new UsageFailure("No version of %s is deployed to %s.".formatted(participant, environment));
        }
        return deployed;
    }

    private List<Member> databases() {
        var urls = new LinkedHashMap<>(members);
        if (file != null) {
            urls.putAll(ofFile(file));
        }
        if (urls.isEmpty()) {
            throw new UsageFailure("Which databases? Give --member NAME=URL for each, or --members FILE.");
        }
        var databases = new Databases(surroundings());
        return urls.entrySet().stream()
                .map(entry -> new Member(entry.getKey(), databases.named(entry.getKey(), entry.getValue())))
                .toList();
    }

    private Map<String, String> ofFile(String name) {
        var urls = new LinkedHashMap<String, String>();
        try {
            for (var line : Files.readAllLines(surroundings().directory().resolve(name))) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                int sign = line.indexOf('=');
                if (sign < 1) {
                    throw new UsageFailure("%s has a line that is not NAME=URL".formatted(name));
                }
                urls.put(
                        line.substring(0, sign).strip(),
                        line.substring(sign + 1).strip());
            }
        } catch (IOException failure) {
            throw new UsageFailure("%s cannot be read: %s".formatted(name, FileFailure.reason(failure)));
        }
        return urls;
    }
}
