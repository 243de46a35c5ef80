package dev.seamwright.cli;

import dev.seamwright.cli.http.BrokerClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** A command that asks a broker. */
abstract class BrokerCommand implements Callable<Integer> {
    @ArgGroup(validate = false, exclusive = false, order = 100, heading = "%nThe broker:%n")
    private BrokerOptions broker = new BrokerOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    private final Surroundings surroundings;

    BrokerCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Does the work; failures travel up as exceptions, which {@link Main} turns into exit codes. */
    abstract ExitCode run(BrokerClient client);

    @Override
    public final Integer call() {
        return run(broker.client(surroundings)).code();
    }

    final Surroundings surroundings() {
        return surroundings;
    }

    final BrokerOptions brokerOptions() {
        return broker;
    }

    /** The answer. */
    final void say(String line) {
        surroundings.out().println(line);
    }

    /** All that is not the answer. */
    final void note(String line) {
        surroundings.err().println(line);
    }
}
