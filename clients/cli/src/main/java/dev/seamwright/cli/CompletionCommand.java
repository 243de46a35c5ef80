package dev.seamwright.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete command lines. */
@Command(
        name = "completion",
        header = "Print a completion script for bash and zsh.",
        description = "",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(seamwright completion)                               for this shell",
            "  seamwright completion > /etc/bash_completion.d/seamwright     for all users of bash"
        })
final class CompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    private final Surroundings surroundings;

    CompletionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        surroundings.out().print(AutoComplete.bash("seamwright", spec.root().commandLine()));
        return ExitCode.YES.code();
    }
}
