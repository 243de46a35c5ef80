package dev.seamwright.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A command that the launcher script runs itself; here it only stands in the help. */
final class LauncherCommand implements Callable<Integer> {
    private final String name;
    private final Surroundings surroundings;

    private LauncherCommand(String name, Surroundings surroundings) {
        this.name = name;
        this.surroundings = surroundings;
    }

    static CommandLine commandLine(String name, String header, Surroundings surroundings) {
        var spec = CommandSpec.wrapWithoutInspection(new LauncherCommand(name, surroundings))
                .name(name);
        spec.usageMessage().header(header);
        return new CommandLine(spec).setUnmatchedArgumentsAllowed(true);
    }

    @Override
    public Integer call() {
        surroundings.err().println("Run ./seamwright %s: the launcher script does this itself.".formatted(name));
        return ExitCode.WRONG_USAGE.code();
    }
}
