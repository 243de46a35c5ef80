package dev.seamwright.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.cli.VerificationSource.Candidate;
import dev.seamwright.cli.build.Build;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.Urls;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;
import dev.seamwright.verifier.replay.InteractionFilter;
import dev.seamwright.verifier.replay.PactReplay;
import dev.seamwright.verifier.replay.ProviderProcess;
import dev.seamwright.verifier.replay.ReplayJUnit;
import dev.seamwright.verifier.replay.ReplayJson;
import dev.seamwright.verifier.replay.ReplayResult;
import dev.seamwright.verifier.replay.ReplayResult.Verdict;
import dev.seamwright.verifier.replay.ReplayText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Verifies a provider once, with the pacts of files or of a broker. */
@Command(
        name = "verify",
        header = "Verify a running provider with its consumers' pacts.",
        description = {
            "",
            "Replays each interaction, HTTP or message, of pacts of version 1 to 4: requests are sent, answers compared. "
                    + "A provider that cannot be asked, hangs or answers garbage is not verified, which is neither success nor "
                    + "failure, and is not published.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  seamwright verify --pact pacts --base-url http://127.0.0.1:8080",
            "  seamwright verify --provider orders --base-url http://127.0.0.1:8080 \\",
            "      --state-url http://127.0.0.1:8080/_states --selector '{\"mainBranch\": true}' \\",
            "      --selector '{\"deployedOrReleased\": true}' --enable-pending --branch main --publish",
            "  seamwright verify --pact pacts --base-url http://127.0.0.1:8080 --start 'java -jar orders.jar' \\",
            "      --ready-url http://127.0.0.1:8080/health --header 'Authorization=@env:ORDERS_TOKEN'",
            "",
            "Exit codes: 0 verified, 1 it is not what a consumer expects, 2 not verified, 3 could not find out, 4 wrong usage."
        })
final class VerifyCommand extends BrokerCommand {
    /** The forms of results. */
    enum Format {
        TEXT,
        JSON,
        JUNIT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = {"-a", "--provider"},
            paramLabel = "NAME",
            description = "The provider. Default: that of the files.")
    private @Nullable String provider;

    @ArgGroup(validate = false, exclusive = false, order = 1, heading = "%nThe pacts:%n")
    private VerificationSource source = new VerificationSource();

    @ArgGroup(validate = false, exclusive = false, order = 2, heading = "%nThe provider:%n")
    private ProviderOptions target = new ProviderOptions();

    @ArgGroup(validate = false, exclusive = false, order = 3, heading = "%nPublishing:%n")
    private Publication publication = new Publication();

    @Option(
            names = "--filter-description",
            paramLabel = "REGEX",
            description = "Only interactions with such a description. Nothing is published then.")
    private @Nullable String description;

    @Option(
            names = "--filter-state",
            paramLabel = "REGEX",
            description =
                    "Only interactions with such a provider state; an empty one: without any. Nothing is published then.")
    private @Nullable String state;

    @Option(names = "--no-pacts-is-error", description = "Exit with 2 when there is no pact to verify, and not with 0.")
    private boolean noPactsIsError;

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description = "Takes requests, answers and the output of a provider that is started, without secrets.")
    private @Nullable String log;

    @Option(
            names = {"-o", "--output", "--format"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "How to print the results: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.TEXT;

    /** For which version results are published. */
    static final class Publication {
        @Option(names = "--publish", description = "Publish the results to the broker that the pacts come from.")
        private boolean isOn;

        @Option(
                names = {"-e", "--provider-version"},
                paramLabel = "VERSION",
                description = "The version that is verified. Default: the commit.")
        private @Nullable String version;

        @Option(
                names = {"--branch", "--provider-branch"},
                paramLabel = "BRANCH",
                description = "Its branch. Default: the branch of the build.")
        private @Nullable String branch;

        @Option(
                names = {"--tag", "--provider-tag"},
                paramLabel = "TAG",
                description = "A tag for it. Can be repeated.")
        private List<String> tags = new ArrayList<>();

        @Option(
                names = "--build-url",
                paramLabel = "URL",
                description = "The page of the build. Default: as the CI system says.")
        private @Nullable String buildUrl;

        private String version(Build build) {
            return new VersionNumber(
                            version != null
                                    ? version
                                    : build.commit()
                                            .orElseThrow(
                                                    () -> new UsageFailure(
                                                            "No version is known: this is no git repository and no CI build; give --provider-version")))
                    .value();
        }

        private @Nullable String branch(Build build) {
            var known = branch != null ? branch : build.branch().orElse(null);
            return known == null ? null : new BranchName(known).value();
        }
    }

    private record Verified(Candidate candidate, ReplayResult result) {
        boolean isFailed() {
            return !candidate.isPending() && result.verdict() == Verdict.FAILED;
        }

        boolean isUnknown() {
            return result.verdict() == Verdict.NOT_VERIFIED;
        }
    }

    VerifyCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(BrokerClient client) {
        if (provider != null) {
            new ParticipantName(provider);
        }
        if (publication.isOn && source.isFiles()) {
            throw new UsageFailure("--publish needs pacts from the broker: leave --pact away");
        }
        publication.tags.forEach(TagName::new);
        var filter = InteractionFilter.of(description, state);
        target.target(surroundings());
        target.replayOptions();
        if (target.readyUrl() != null && target.start() == null) {
            throw new UsageFailure("--ready-url tells when what --start starts is ready: give --start too");
        }
        var build = Build.detect(surroundings());
        if (publication.isOn) {
            publication.version(build);
        }
        var candidates = candidates(client, build);
        if (candidates.isEmpty()) {
            note("There is no pact to verify.");
            print(List.of());
            return noPactsIsError ? ExitCode.UNKNOWN : ExitCode.YES;
        }
        try (var lines = new LogFile(surroundings(), log)) {
            var results = verify(candidates, filter, lines);
            print(results);
            if (publication.isOn) {
                publish(client, build, results);
            }
            return code(results);
        } catch (ProviderProcess.NotReady notReady) {
            note(target.redaction(surroundings()).text(String.valueOf(notReady.getMessage())));
            return ExitCode.COULD_NOT_FIND_OUT;
        } catch (IOException failure) {
            note("The provider could not be started: " + FileFailure.reason(failure));
            return ExitCode.COULD_NOT_FIND_OUT;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            note("Interrupted.");
            return ExitCode.COULD_NOT_FIND_OUT;
        }
    }

    private List<Candidate> candidates(BrokerClient client, Build build) {
        if (source.isFiles()) {
            return source.ofFiles(surroundings(), provider);
        }
        if (provider == null) {
            throw new UsageFailure("Give --provider, to ask the broker for its pacts, or --pact");
        }
        return source.ofBroker(client, provider, publication.branch(build), publication.tags);
    }

    private List<Verified> verify(List<Candidate> candidates, InteractionFilter filter, LogFile lines)
            throws ProviderProcess.NotReady, IOException, InterruptedException {
        var redaction = target.redaction(surroundings());
        try (var started = start(lines);
                var replay = new PactReplay(target.target(surroundings()), target.replayOptions(), redaction)) {
            if (started != null) {
                started.awaitReady(target.readyUrl(), target.baseUrl(), target.readyWithin());
            }
            var results = new ArrayList<Verified>();
            for (var candidate : candidates) {
                candidate.notices().forEach(this::note);
                note("Verifying the pact of %s with %d interactions…"
                        .formatted(
                                candidate.consumer(),
                                candidate.pact().interactions().size()));
                var result = replay.replay(candidate.consumer(), candidate.pact(), filter, _ -> {});
                lines.add(result.log());
                results.add(new Verified(candidate, result));
            }
            return results;
        }
    }

    private @Nullable ProviderProcess start(LogFile lines) throws IOException {
        var command = target.start();
        if (command == null) {
            return null;
        }
        var redaction = target.redaction(surroundings());
        return ProviderProcess.start(
                command, surroundings().directory(), line -> lines.add("provider: " + redaction.text(line) + "\n"));
    }

    private void print(List<Verified> verified) {
        var out = surroundings().out();
        switch (format) {
            case TEXT ->
                verified.forEach(one -> {
                    out.print(ReplayText.of(one.result()));
                    if (one.candidate().isPending() && one.result().verdict() == Verdict.FAILED) {
                        out.println("  This pact is pending: its failure fails nobody.");
                    }
                });
            case JUNIT -> {
                var pending = verified.stream()
                        .filter(one -> one.candidate().isPending())
                        .map(Verified::result)
                        .toList();
                out.print(ReplayJUnit.of(verified.stream().map(Verified::result).toList(), pending::contains));
            }
            case JSON -> {
                var json = JsonNodeFactory.instance.objectNode();
                json.put("success", code(verified) == ExitCode.YES);
                var pacts = json.putArray("pacts");
                verified.forEach(one -> pacts.add(ReplayJson.of(one.result())
                        .put("pending", one.candidate().isPending())));
                out.println(Output.pretty(json));
            }
        }
    }

    private ExitCode code(List<Verified> results) {
        if (results.stream().anyMatch(Verified::isFailed)) {
            return ExitCode.NO;
        }
        if (results.stream().anyMatch(Verified::isUnknown)) {
            return ExitCode.UNKNOWN;
        }
        if (!results.isEmpty()
                && results.stream()
                        .allMatch(one -> one.result().interactions().isEmpty()
                                && !one.result().isWhole())) {
            note("No interaction is asked for: the filters match none.");
            return ExitCode.UNKNOWN;
        }
        return ExitCode.YES;
    }

    private void publish(BrokerClient client, Build build, List<Verified> results) {
        var version = publication.version(build);
        var name = String.valueOf(provider);
        var branch = publication.branch(build);
        var isVersionTold = false;
        for (var one : results) {
            var consumer = one.candidate().consumer();
            if (!one.result().isWhole()) {
                note("The result for %s is not published: not all of its interactions were asked for."
                        .formatted(consumer));
            } else if (one.isUnknown()) {
                note("The result for %s is not published: it is not known.".formatted(consumer));
            } else {
                if (!isVersionTold) {
                    tell(client, name, version, branch);
                    isVersionTold = true;
                }
                client.post(
                        one.candidate().publishPath(),
                        ReplayJson.verification(
                                one.result(),
                                version,
                                publication.buildUrl != null
                                        ? publication.buildUrl
                                        : build.url().orElse(null),
                                Main.version()));
                note("Published the result for %s: %s %s %s."
                        .formatted(
                                consumer,
                                name,
                                version,
                                one.result().verdict() == Verdict.VERIFIED ? "keeps the pact" : "breaks it"));
            }
        }
    }

    /** Branch and tags, before the first result, as the Pact tools do. */
    private void tell(BrokerClient client, String name, String version, @Nullable String branch) {
        var nothing = JsonNodeFactory.instance.objectNode();
        if (branch != null) {
            client.put(Urls.path("pacticipants", name, "branches", branch, "versions", version), nothing);
        }
        publication.tags.forEach(
                tag -> client.put(Urls.path("pacticipants", name, "versions", version, "tags", tag), nothing));
    }

    /** Takes lines from several threads; nothing is kept when there is no file. */
    private static final class LogFile implements AutoCloseable {
        private final @Nullable Writer writer;

        LogFile(Surroundings surroundings, @Nullable String file) {
            if (file == null) {
                this.writer = null;
                return;
            }
            try {
                this.writer = Files.newBufferedWriter(
                        surroundings.directory().resolve(file),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
            } catch (IOException failure) {
                throw new UsageFailure("--log %s cannot be written: %s".formatted(file, FileFailure.reason(failure)));
            }
        }

        synchronized void add(String lines) {
            if (writer == null) {
                return;
            }
            try {
                writer.append(lines);
            } catch (IOException full) {
                throw new UncheckedIOException(full);
            }
        }

        @Override
        public synchronized void close() throws IOException {
            if (writer != null) {
                writer.close();
            }
        }
    }
}
