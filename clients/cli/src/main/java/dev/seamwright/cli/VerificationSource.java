package dev.seamwright.cli;

import static dev.seamwright.cli.http.Answers.collection;
import static dev.seamwright.cli.http.Answers.elements;
import static dev.seamwright.cli.http.Answers.link;
import static dev.seamwright.cli.http.Answers.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.BrokerFailure;
import dev.seamwright.cli.http.Urls;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.contracts.pact.Pact;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which pacts are verified: those of files, or those that a broker selects. A picocli mixin. */
final class VerificationSource {
    private static final int DEEPEST_SELECTOR = 5;

    @Option(
            names = "--pact",
            paramLabel = "FILE|DIR",
            description = "A pact, or a directory of them, in place of those of the broker. Can be repeated.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = {"--selector", "--consumer-version-selector"},
            paramLabel = "JSON",
            description =
                    "Which consumer versions' pacts the broker gives, as the Pact tools have it: '{\"mainBranch\": true}' "
                            + "or '{\"deployedOrReleased\": true}'. Can be repeated. Default: the broker's choice.")
    private List<String> selectors = new ArrayList<>();

    @Option(names = "--enable-pending", description = "A pact that the branch has never verified fails nobody.")
    private boolean pending;

    @Option(
            names = "--include-wip-pacts-since",
            paramLabel = "DATE",
            description = "Also verify work in progress: pacts of all branches published since then.")
    private @Nullable String wipSince;

    @Option(
            names = "--filter-consumer",
            paramLabel = "NAME",
            split = ",",
            description = "Only pacts of these consumers.")
    private List<String> consumers = new ArrayList<>();

    /**
     * A pact to be verified.
     *
     * @param isPending whether a failure of it fails nobody
     * @param publishPath takes its result; empty: nobody does
     * @param notices what the broker has to say of it before
     */
    record Candidate(String consumer, Pact pact, boolean isPending, String publishPath, List<String> notices) {
        Candidate {
            notices = List.copyOf(notices);
        }
    }

    boolean isFiles() {
        return !files.isEmpty();
    }

    /** @param provider absent: that of the files, which has to be one */
    List<Candidate> ofFiles(Surroundings surroundings, @Nullable String provider) {
        if (!selectors.isEmpty() || pending || wipSince != null) {
            throw new UsageFailure("Selectors, pending and work in progress are the broker's: leave --pact away");
        }
        var all = PactFiles.read(surroundings.directory(), files);
        var ours = all.stream()
                .filter(file -> provider == null || provider.equals(file.provider()))
                .filter(file -> isWanted(file.consumer()))
                .map(file -> new Candidate(file.consumer(), file.pact(), false, "", List.of()))
                .toList();
        if (ours.isEmpty()) {
            throw new UsageFailure("None of the pacts is with the provider %s%s"
                    .formatted(provider, consumers.isEmpty() ? "" : " and of the consumers " + consumers));
        }
        if (provider == null
                && all.stream().map(PactFiles.PactFile::provider).distinct().count() > 1) {
            throw new UsageFailure("The pacts are with several providers: say which one with --provider");
        }
        return ours;
    }

    /** @param branch of the provider's version, and its tags: pending and work in progress are told by them */
    List<Candidate> ofBroker(BrokerClient client, String provider, @Nullable String branch, List<String> tags) {
        var body = JsonNodeFactory.instance.objectNode();
        var chosen = body.putArray("consumerVersionSelectors");
        selectors.forEach(selector -> chosen.add(selector(selector)));
        body.put("includePendingStatus", pending);
        if (branch != null) {
            body.put("providerVersionBranch", branch);
        }
        var tagged = body.putArray("providerVersionTags");
        tags.forEach(tagged::add);
        if (wipSince != null) {
            body.put("includeWipPactsSince", wipSince);
        }
        if ((pending || wipSince != null) && branch == null && tags.isEmpty()) {
            throw new UsageFailure(
                    "Pending pacts and work in progress are told by the provider's branch: give --branch, or --tag");
        }
        var answer = client.post(Urls.path("pacts", "provider", provider, "for-verification"), body);
        var candidates = new ArrayList<Candidate>();
        for (var item : collection(answer, "pacts")) {
            var properties = item.path("verificationProperties");
            var href = link(item, "self");
            var document = client.get(href);
            var consumer = text(document.path("consumer"), "name");
            if (isWanted(consumer)) {
                candidates.add(new Candidate(
                        consumer,
                        pact(href, document),
                        properties.path("pending").asBoolean(false),
                        link(document, "pb:publish-verification-results"),
                        elements(properties.path("notices")).stream()
                                .filter(notice -> text(notice, "when").equals("before_verification"))
                                .map(notice -> text(notice, "text"))
                                .toList()));
            }
        }
        return List.copyOf(candidates);
    }

    private boolean isWanted(String consumer) {
        return consumers.isEmpty() || consumers.contains(consumer);
    }

    private static Pact pact(String href, JsonNode document) {
        try {
            return Pact.of(document);
        } catch (InvalidInput invalid) {
            throw new BrokerFailure.Outage("%s is no pact: %s".formatted(href, invalid.getMessage()));
        }
    }

    private static ObjectNode selector(String text) {
        try {
            if (Json.parse(text.getBytes(StandardCharsets.UTF_8), DEEPEST_SELECTOR) instanceof ObjectNode selector) {
                return selector;
            }
        } catch (InvalidInput invalid) {
            throw new UsageFailure("--selector %s %s".formatted(text, invalid.getMessage()));
        }
        throw new UsageFailure("--selector %s is no JSON object; write it like {\"mainBranch\": true}".formatted(text));
    }
}
