package dev.seamwright.cli;

import dev.seamwright.verifier.probe.ConformanceSettings;
import dev.seamwright.verifier.probe.ProbeOptions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How far a provider may be probed. A group of options of picocli. */
final class ConformanceOptions {
    @Option(
            names = "--unsafe",
            description = "Try operations that may change something, too: all but GET, HEAD and OPTIONS.")
    private boolean unsafe;

    @Option(
            names = "--partial",
            description = "Do without what is not tried for want of --unsafe: it does not make the answer unknown.")
    private boolean partial;

    @Option(
            names = "--value",
            paramLabel = "NAME=VALUE",
            description = "The value of a parameter, such as the id of something that is there. Can be repeated.")
    private List<String> values = new ArrayList<>();

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "" + ProbeOptions.DEFAULT_REQUESTS,
            description = "How many requests at most, over all operations. Default: ${DEFAULT-VALUE}.")
    private int requests = ProbeOptions.DEFAULT_REQUESTS;

    ConformanceSettings settings() {
        return new ConformanceSettings(unsafe, partial, ProbeOptions.values(values), requests);
    }
}
