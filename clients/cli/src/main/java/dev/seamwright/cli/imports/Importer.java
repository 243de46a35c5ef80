package dev.seamwright.cli.imports;

import static dev.seamwright.cli.http.Answers.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.cli.Surroundings;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.BrokerFailure;
import dev.seamwright.cli.imports.SourceBroker.Placed;
import dev.seamwright.cli.imports.SourceBroker.SourcePacts;
import dev.seamwright.cli.imports.SourceBroker.SourceResult;
import dev.seamwright.cli.imports.SourceBroker.SourceVersion;
import dev.seamwright.contracts.InvalidInput;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * One import. Reads run ahead in parallel; writes come one after the other, since the order of versions decides what is the
 * latest. The steps: participants, then their versions with pacts, branches and tags, then verification results, which need the
 * provider's versions, then environments with what is there now, which tags could disturb.
 */
public final class Importer {
    private static final Duration REPORT_EVERY = Duration.ofSeconds(5);

    private final SourceBroker source;
    private final TargetBroker target;
    private final Journal journal;
    private final Surroundings surroundings;
    private final int parallel;
    private final boolean dryRun;
    private final Summary summary = new Summary();
    private final Set<String> stuck = new HashSet<>();
    private Instant reported = Instant.EPOCH;

    /** What came over, and what did not. */
    public static final class Summary {
        private int participants;
        private int versions;
        private int pacts;
        private int results;
        private int environments;
        private int deployments;
        private int releases;
        private int webhooks;
        private int tagsWithoutBranch;
        private final List<String> losses = new ArrayList<>();

        public int participants() {
            return participants;
        }

        public int versions() {
            return versions;
        }

        public int pacts() {
            return pacts;
        }

        public int results() {
            return results;
        }

        public int environments() {
            return environments;
        }

        public int deployments() {
            return deployments;
        }

        public int releases() {
            return releases;
        }

        /** Webhooks of the source, none of which is carried over. */
        public int webhooks() {
            return webhooks;
        }

        /** Versions that have tags and no branch. */
        public int tagsWithoutBranch() {
            return tagsWithoutBranch;
        }

        /** What could not be carried over, in the order in which it was met. */
        public List<String> losses() {
            return List.copyOf(losses);
        }
    }

    private Importer(
            SourceBroker source,
            TargetBroker target,
            Journal journal,
            Surroundings surroundings,
            int parallel,
            boolean dryRun) {
        this.source = source;
        this.target = target;
        this.journal = journal;
        this.surroundings = surroundings;
        this.parallel = parallel;
        this.dryRun = dryRun;
    }

    /**
     * Imports all that is new since the last run with the same state.
     *
     * @param state the file that remembers how far it came
     * @param restart begin at the beginning
     * @param parallel how many reads at a time
     * @param dryRun only count
     * @throws BrokerFailure when either broker cannot go on; a later run continues there
     */
    public static Summary run(
            BrokerClient from,
            BrokerClient to,
            Path state,
            Surroundings surroundings,
            int parallel,
            boolean restart,
            boolean dryRun)
            throws IOException {
        try (var journal = dryRun ? Journal.none() : Journal.open(state, from.url(), to.url(), restart)) {
            return new Importer(
                            new SourceBroker(from),
                            new TargetBroker(to, from.url()),
                            journal,
                            surroundings,
                            parallel,
                            dryRun)
                    .run();
        }
    }

    private Summary run() {
        var participants = source.participants();
        participants.forEach(this::participant);
        report("participants", participants.size(), participants.size());
        versions(participants);
        results();
        for (var environment : source.environments()) {
            environment(environment);
        }
        report("environments", summary.environments, summary.environments);
        summary.webhooks = source.webhooks();
        return summary;
    }

    private void participant(JsonNode participant) {
        var name = text(participant, "name");
        if (dryRun || journal.cursor("participant " + name).isPresent()) {
            summary.participants++;
        } else if (carried("participant " + name, () -> target.participant(participant))) {
            summary.participants++;
            journal.moveCursor("participant " + name, "done");
        }
    }

    private void versions(List<JsonNode> participants) {
        var names = participants.stream().map(one -> text(one, "name")).toList();
        var versions = new ArrayList<SourceVersion>();
        ReadAhead.inOrder(
                names,
                parallel,
                name -> source.versions(name, journal.cursor("versions " + name)),
                (_, its) -> versions.addAll(its));
        BiConsumer<SourceVersion, SourcePacts> use = (version, pacts) -> {
            version(version, pacts);
            report("versions", summary.versions, versions.size());
        };
        if (dryRun) {
            versions.forEach(version -> use.accept(version, SourcePacts.NONE));
        } else {
            ReadAhead.inOrder(versions, parallel, source::pacts, use);
        }
        if (versions.isEmpty()) {
            report("versions", 0, 0);
        }
    }

    private void version(SourceVersion version, SourcePacts read) {
        if (version.branches().isEmpty() && !version.tags().isEmpty()) {
            summary.tagsWithoutBranch++;
        }
        summary.losses.addAll(read.unreadable());
        if (!dryRun && !write(version, read)) {
            return;
        }
        summary.versions++;
        summary.pacts += read.pacts().size();
    }

    private boolean write(SourceVersion version, SourcePacts read) {
        var steps = "versions " + version.participant();
        if (!carried(
                "version %s %s".formatted(version.participant(), version.number()),
                () -> target.version(version, read.pacts()))) {
            stuck.add(steps);
            return false;
        }
        for (var pact : read.pacts()) {
            journal.content(
                    new Journal.Content(
                            version.participant(),
                            pact.provider(),
                            pact.sha(),
                            pact.pact().brokerSha()),
                    version.number());
        }
        if (!read.unreadable().isEmpty()) {
            stuck.add(steps);
        }
        moveCursor(steps, version.number());
        return true;
    }

    /** After something was refused, the cursor waits before it, so that a later run tries and reports it again. */
    private void moveCursor(String steps, String to) {
        if (!stuck.contains(steps)) {
            journal.moveCursor(steps, to);
        }
    }

    private void results() {
        var contents = List.copyOf(journal.contents().entrySet());
        var done = new int[1];
        ReadAhead.inOrder(
                contents,
                parallel,
                content -> source.results(content.getKey(), content.getValue(), lastResult(content.getKey())),
                (content, results) -> {
                    for (var result : results) {
                        result(content, result);
                    }
                    done[0]++;
                    report("contents with their verification results", done[0], contents.size());
                });
    }

    private long lastResult(Journal.Content content) {
        return journal.cursor(resultsOf(content)).map(Long::parseLong).orElse(0L);
    }

    private static String resultsOf(Journal.Content content) {
        return "results %s/%s/%s".formatted(content.consumer(), content.provider(), content.targetSha());
    }

    private void result(Map.Entry<Journal.Content, String> content, SourceResult result) {
        var what = "verification result %d of the pact between %s and %s"
                .formatted(
                        result.number(),
                        content.getKey().consumer(),
                        content.getKey().provider());
        if (carried(what, () -> target.result(content.getKey(), result))) {
            summary.results++;
            moveCursor(resultsOf(content.getKey()), Long.toString(result.number()));
        } else {
            stuck.add(resultsOf(content.getKey()));
        }
    }

    private void environment(JsonNode environment) {
        var name = text(environment, "name");
        var uuid = text(environment, "uuid");
        var deployed = source.deployed(uuid);
        var released = source.released(uuid);
        if (dryRun) {
            summary.environments++;
            summary.deployments += deployed.size();
            summary.releases += released.size();
            return;
        }
        var id = new String[] {""};
        if (!carried("environment " + name, () -> id[0] = target.environment(environment))) {
            return;
        }
        summary.environments++;
        for (var one : deployed) {
            if (placed("deployment", one, name, () -> target.deployment(id[0], one))) {
                summary.deployments++;
            }
        }
        for (var one : released) {
            if (placed("release", one, name, () -> target.release(id[0], one))) {
                summary.releases++;
            }
        }
    }

    private boolean placed(String kind, Placed placed, String environment, Runnable step) {
        return carried("%s of %s %s to %s".formatted(kind, placed.participant(), placed.version(), environment), step);
    }

    /** Does one step. What the target refuses is lost, and said; an outage ends the run, for a later one to go on. */
    private boolean carried(String what, Runnable step) {
        try {
            step.run();
            return true;
        } catch (BrokerFailure.Refused refused) {
            summary.losses.add("%s: refused (%d): %s".formatted(what, refused.status(), refused.getMessage()));
        } catch (InvalidInput invalid) {
            summary.losses.add("%s: %s".formatted(what, invalid.getMessage()));
        }
        return false;
    }

    private void report(String what, int done, int all) {
        var now = surroundings.clock().instant();
        if (done == all || Duration.between(reported, now).compareTo(REPORT_EVERY) >= 0) {
            reported = now;
            surroundings.err().println("%d of %d %s".formatted(done, all, what));
        }
    }
}
