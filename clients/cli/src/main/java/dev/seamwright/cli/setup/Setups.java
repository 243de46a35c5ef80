package dev.seamwright.cli.setup;

import dev.seamwright.cli.FileFailure;
import dev.seamwright.cli.Surroundings;
import dev.seamwright.cli.UsageFailure;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.contracts.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/** Plans, applies and exports the set-up of a broker's workspace. */
public final class Setups {
    private final Surroundings surroundings;
    private final BrokerClient broker;
    private final Inventory inventory;

    private Setups(Surroundings surroundings, BrokerClient broker, Inventory inventory) {
        this.surroundings = surroundings;
        this.broker = broker;
        this.inventory = inventory;
    }

    /** With what the broker has now. */
    private static Setups of(Surroundings surroundings, BrokerClient broker) {
        return new Setups(surroundings, broker, Inventory.read(broker));
    }

    /** A plan, and who can carry it out. */
    public record Planned(Plan plan, Setups setups) {}

    /**
     * Reads the file, then the broker.
     *
     * @param prune also where the file does not say so
     * @param looksUpSecrets whether references to secrets are followed
     * @throws UsageFailure when the file cannot be read
     * @throws InvalidInput with every mistake in it on a line
     */
    public static Planned plan(
            Surroundings surroundings, BrokerClient broker, String file, boolean prune, boolean looksUpSecrets) {
        var path = surroundings.directory().resolve(file);
        var directory = Objects.requireNonNullElse(path.getParent(), surroundings.directory());
        var setup = SetupFile.read(file, read(file, path), new References(surroundings, directory, looksUpSecrets));
        var setups = of(surroundings, broker);
        return new Planned(Plan.of(setup, setups.inventory, prune || setup.prune()), setups);
    }

    private static byte[] read(String file, Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException failure) {
            throw new UsageFailure(
                    "%s cannot be read: %s; name the file with --file, or write one with: seamwright setup export"
                            .formatted(file, FileFailure.reason(failure)));
        }
    }

    /**
     * Carries a plan out; of a failure it says, to stderr, how far it came.
     *
     * @param told takes a line for each change that is made
     */
    public void apply(Plan plan, Consumer<String> told) {
        var applying = new Applying(broker, inventory, plan);
        var isDone = false;
        try {
            applying.run(told);
            isDone = true;
        } finally {
            if (!isDone) {
                PlanReport.howFar(plan, applying.done()).forEach(surroundings.err()::println);
            }
        }
    }

    /**
     * What the broker has, as a file.
     *
     * @param name of the set-up; empty: none in particular
     */
    public static String export(Surroundings surroundings, BrokerClient broker, String name) {
        return new Export(of(surroundings, broker).inventory, name.isEmpty() ? SetupFile.DEFAULT_NAME : name).text();
    }
}
