package dev.seamwright.cli;

import dev.seamwright.cli.verdict.VerdictQuery;
import dev.seamwright.cli.verdict.VerdictQuery.Subject;
import dev.seamwright.cli.verdict.VerdictQuery.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks whether a version fits the main branches of all others. */
@Command(
        name = "can-i-merge",
        header = "Ask whether a version can be merged.",
        description = {
            "",
            "The answer is yes when the version and the latest versions of the main branches of all that it meets have "
                    + "verified their contracts.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  seamwright can-i-merge -a web -e 5556b81",
            "  seamwright can-i-merge -a web --branch feature/basket -o markdown > comment.md",
            "",
            "Exit codes: 0 yes, 1 no, 2 unknown, 3 could not find out, 4 wrong usage."
        })
final class CanIMergeCommand extends VerdictCommand {
    @Option(
            names = {"-a", "--participant", "--pacticipant"},
            required = true,
            paramLabel = "NAME",
            description = "The participant.")
    private String participant = "";

    @ArgGroup(multiplicity = "1")
    private Source source = new Source();

    /** Exactly one of these. */
    static final class Source {
        @Option(
                names = {"-e", "--version"},
                paramLabel = "VERSION",
                description = "This version of it.")
        private @Nullable String version;

        @Option(names = "--branch", paramLabel = "BRANCH", description = "The latest version of this branch.")
        private @Nullable String branch;
    }

    CanIMergeCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    VerdictQuery query(List<VerdictQuery.Ignored> ignored) {
        var subject = new Subject(participant, source.version, source.branch, false, null);
        return new VerdictQuery(List.of(subject), new Target.MainBranches(), ignored, "merge " + subject);
    }
}
