package dev.seamwright.cli;

import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.verdict.VerdictQuery;
import dev.seamwright.cli.verdict.VerdictQuery.Subject;
import dev.seamwright.cli.verdict.VerdictQuery.Target;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
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
                    + "verified their contracts. In a merge queue the version is that of the combined head, and with --queue or --with "
                    + "it has to suit the other changes that wait there too.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  seamwright can-i-merge -a web -e 5556b81",
            "  seamwright can-i-merge -a web --branch feature/basket --report markdown=comment.md",
            "  seamwright can-i-merge -a web -e 5556b81 --queue gh-readonly-queue/main/    (in a merge queue)",
            "",
            "Exit codes: 0 yes, 1 no, 2 unknown, 3 could not find out, 4 wrong usage, 5 passed without a verdict."
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

    @Option(
            names = "--queue",
            paramLabel = "PREFIX",
            description =
                    "Also with the changes of its neighbours that wait in a merge queue: heads of branches that begin with this, "
                            + "published in the last 24 hours and not merged. No answer of the past counts then.")
    private @Nullable String queue;

    @Option(
            names = "--with",
            paramLabel = "NAME@VERSION",
            description =
                    "Also with this version of another participant, whose change waits to be merged. May be repeated.")
    private List<String> with = new ArrayList<>();

    CanIMergeCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    VerdictQuery query(List<VerdictQuery.Ignored> ignored) {
        var subject = new Subject(participant, source.version, source.branch, false, null);
        with.forEach(CanIMergeCommand::other);
        return new VerdictQuery("merge", List.of(subject), new Target.MainBranches(), ignored, "merge " + subject);
    }

    /** One question for each, because changes that do not suit one another are not this one's fault. */
    @Override
    List<VerdictQuery> more(BrokerClient client, VerdictQuery query) {
        if (mayBeRemembered()) {
            return List.of();
        }
        var others = new LinkedHashSet<Subject>();
        with.forEach(text -> others.add(other(text)));
        if (queue != null) {
            others.addAll(new MergeQueue(client, surroundings().clock().instant()).of(participant, queue));
        }
        others.removeIf(other -> other.participant().equals(participant));
        note("In the queue: %s."
                .formatted(
                        others.isEmpty()
                                ? "nothing else that it meets"
                                : others.stream().map(Subject::toString).collect(Collectors.joining(", "))));
        var subject = query.subjects().getFirst();
        return others.stream()
                .map(other -> new VerdictQuery(
                        "merge",
                        List.of(subject, other),
                        new Target.Latest(),
                        query.ignored(),
                        "merge %s with %s".formatted(subject, other)))
                .toList();
    }

    @Override
    boolean mayBeRemembered() {
        return queue == null && with.isEmpty();
    }

    private static Subject other(String text) {
        var at = text.lastIndexOf('@');
        if (at <= 0 || at == text.length() - 1) {
            throw new UsageFailure("--with %s names no version; write NAME@VERSION".formatted(text));
        }
        return new Subject(text.substring(0, at), text.substring(at + 1), null, false, null);
    }
}
