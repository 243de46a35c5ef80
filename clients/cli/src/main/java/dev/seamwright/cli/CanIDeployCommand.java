package dev.seamwright.cli;

import dev.seamwright.cli.verdict.VerdictQuery;
import dev.seamwright.cli.verdict.VerdictQuery.Subject;
import dev.seamwright.cli.verdict.VerdictQuery.Target;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.TagName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks whether versions can be deployed. */
@Command(
        name = "can-i-deploy",
        header = "Ask whether a version can be deployed.",
        description = {
            "",
            "The answer is yes when everything that the version meets at the target has verified its contracts with it, "
                    + "no when something fails, and unknown when a result is missing.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  seamwright can-i-deploy -a web -e 5556b81 --to-environment prod",
            "  seamwright can-i-deploy -a web -e 5556b81 --to-environment prod --retry-while-unknown 30",
            "  seamwright can-i-deploy -a web --branch main --to-environment prod --report markdown=comment.md",
            "  seamwright can-i-deploy -a web -e 5556b81 -a orders --latest    (these two together)",
            "",
            "Exit codes: 0 yes, 1 no, 2 unknown, 3 could not find out, 4 wrong usage, 5 passed without a verdict."
        })
final class CanIDeployCommand extends VerdictCommand {
    @ArgGroup(
            exclusive = false,
            multiplicity = "1..*",
            heading = "%nWhat to deploy; several participants are asked about together:%n")
    private List<Selection> selections = new ArrayList<>();

    @ArgGroup(heading = "%nWhere to; without it, the latest versions of the others are meant:%n")
    private @Nullable Destination destination;

    /** One participant and which of its versions. */
    static final class Selection {
        @Option(
                names = {"-a", "--participant", "--pacticipant"},
                required = true,
                paramLabel = "NAME",
                description = "The participant.")
        private String participant = "";

        @Option(
                names = {"-e", "--version"},
                paramLabel = "VERSION",
                description = "This version of it.")
        private @Nullable String version;

        @Option(names = "--branch", paramLabel = "BRANCH", description = "The latest version of this branch.")
        private @Nullable String branch;

        @Option(names = "--main-branch", description = "The latest version of its main branch.")
        private boolean mainBranch;

        @Option(
                names = {"-l", "--latest"},
                arity = "0..1",
                fallbackValue = "",
                paramLabel = "TAG",
                description = "The latest version, or the latest with this tag.")
        private @Nullable String latest;

        private Subject subject() {
            var ways = (version == null ? 0 : 1)
                    + (branch == null ? 0 : 1)
                    + (mainBranch ? 1 : 0)
                    + (latest == null ? 0 : 1);
            if (ways != 1) {
                throw new UsageFailure("%s: say which version: one of --version, --branch, --main-branch and --latest"
                        .formatted(participant));
            }
            return new Subject(
                    participant, version, branch, mainBranch, latest == null || latest.isEmpty() ? null : latest);
        }
    }

    /** At most one of these. */
    static final class Destination {
        @Option(
                names = "--to-environment",
                paramLabel = "NAME",
                description = "The environment: what is deployed and released there now.")
        private @Nullable String environment;

        @Option(names = "--to", paramLabel = "TAG", description = "The latest versions with this tag.")
        private @Nullable String tag;

        @Option(names = "--to-main-branch", description = "The latest versions of the main branches.")
        private boolean mainBranch;
    }

    CanIDeployCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    VerdictQuery query(List<VerdictQuery.Ignored> ignored) {
        var subjects = selections.stream().map(Selection::subject).toList();
        var names = subjects.stream().map(Subject::toString).collect(Collectors.joining(" and "));
        var target = target();
        return new VerdictQuery("deploy", subjects, target, ignored, "deploy %s%s".formatted(names, where(target)));
    }

    private Target target() {
        if (destination == null) {
            return new Target.Latest();
        }
        if (destination.environment != null) {
            return new Target.Environment(new EnvironmentName(destination.environment));
        }
        if (destination.mainBranch) {
            return new Target.MainBranches();
        }
        return destination.tag == null ? new Target.Latest() : new Target.Tag(new TagName(destination.tag));
    }

    private static String where(Target target) {
        return switch (target) {
            case Target.Environment(var name) -> " to " + name;
            case Target.Tag(var name) -> " beside the latest versions with tag " + name;
            case Target.MainBranches() -> " beside the latest versions of the main branches";
            case Target.Latest() -> "";
        };
    }
}
