package dev.seamwright.cli.verdict;

import dev.seamwright.cli.http.Query;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What to ask, and the one place that knows how a broker is asked: {@code GET /matrix}, as the Pact tools ask.
 *
 * @param kind {@code deploy} or {@code merge}
 * @param subjects at least one
 * @param title the question for people, without a question mark
 */
public record VerdictQuery(String kind, List<Subject> subjects, Target target, List<Ignored> ignored, String title) {
    /**
     * The versions of a participant that are asked about: one number, or the latest of a branch, of the main branch, with a tag,
     * or of all.
     */
    public record Subject(
            String participant,
            @Nullable String version,
            @Nullable String branch,
            boolean mainBranch,
            @Nullable String tag) {
        /** A blank, such as an unset variable leaves it, would be another question. */
        public Subject {
            new ParticipantName(participant);
            if (version != null) {
                new VersionNumber(version);
            }
            if (branch != null) {
                new BranchName(branch);
            }
            if (tag != null) {
                new TagName(tag);
            }
        }

        @Override
        public String toString() {
            if (version != null) {
                return participant + " " + version;
            }
            if (branch != null) {
                return "the latest %s of branch %s".formatted(participant, branch);
            }
            if (mainBranch) {
                return "the latest %s of its main branch".formatted(participant);
            }
            return tag == null ? "the latest " + participant : "the latest %s with tag %s".formatted(participant, tag);
        }
    }

    /** Where the versions are to go. */
    public sealed interface Target {
        /** What is deployed or released there now. */
        record Environment(EnvironmentName name) implements Target {}

        /** The latest versions with a tag. */
        record Tag(TagName name) implements Target {}

        /** The latest versions of the main branches. */
        record MainBranches() implements Target {}

        /** The latest version of each participant, or only the subjects among themselves. */
        record Latest() implements Target {}
    }

    /**
     * A participant that must not block.
     *
     * @param version absent: all its versions
     */
    public record Ignored(String participant, @Nullable String version) {
        public Ignored {
            new ParticipantName(participant);
            if (version != null) {
                new VersionNumber(version);
            }
        }
    }

    /** The Pact Broker's own limit of 100 rows would drop rows that count. */
    private static final String LIMIT = "1000";

    public VerdictQuery {
        subjects = List.copyOf(subjects);
        ignored = List.copyOf(ignored);
    }

    /** What it is the question of, whatever the versions: the participants, and where to. */
    public String identity() {
        return "%s %s %s".formatted(kind, names(), target);
    }

    /** A yes in words, without versions: "web may be deployed to prod". */
    String allowed() {
        var where = switch (target) {
            case Target.Environment(var name) -> " to " + name.value();
            case Target.Tag(var name) -> " beside the latest versions with tag " + name.value();
            case Target.MainBranches() -> "";
            case Target.Latest() -> "";
        };
        return "%s may be %s%s".formatted(names(), kind.equals("merge") ? "merged" : "deployed", where);
    }

    private String names() {
        return subjects.stream().map(Subject::participant).distinct().collect(Collectors.joining(" and "));
    }

    /** The request, from the root of the broker. */
    public String path() {
        return "/matrix" + parameters();
    }

    /** The same question to a broker that tells when its answer changes; a Pact Broker does not. */
    public String eventsPath() {
        return "/api/v1/verdicts/events" + parameters();
    }

    private Query parameters() {
        var query = new Query();
        for (var subject : subjects) {
            query.add("q[][pacticipant]", subject.participant());
            if (subject.version() != null) {
                query.add("q[][version]", subject.version());
            } else {
                query.add("q[][latest]", "true");
                if (subject.branch() != null) {
                    query.add("q[][branch]", subject.branch());
                } else if (subject.mainBranch()) {
                    query.add("q[][mainBranch]", "true");
                } else if (subject.tag() != null) {
                    query.add("q[][tag]", subject.tag());
                }
            }
        }
        for (var one : ignored) {
            query.add("ignore[][pacticipant]", one.participant());
            if (one.version() != null) {
                query.add("ignore[][version]", one.version());
            }
        }
        switch (target) {
            case Target.Environment(var name) -> query.add("latestby", "cvpv").add("environment", name.value());
            case Target.Tag(var name) ->
                query.add("latestby", grouping()).add("latest", "true").add("tag", name.value());
            case Target.MainBranches() ->
                query.add("latestby", grouping()).add("latest", "true").add("mainBranch", "true");
            case Target.Latest() -> {
                query.add("latestby", grouping());
                if (subjects.size() == 1) {
                    query.add("latest", "true");
                }
            }
        }
        return query.add("limit", LIMIT);
    }

    private String grouping() {
        return subjects.size() > 1 ? "cvpv" : "cvp";
    }

    boolean asksAbout(String participant) {
        return subjects.stream().anyMatch(subject -> subject.participant().equals(participant));
    }
}
