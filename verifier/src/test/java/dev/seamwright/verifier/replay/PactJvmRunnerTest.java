package dev.seamwright.verifier.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import au.com.dius.pact.core.matchers.BodyMismatch;
import au.com.dius.pact.core.matchers.HeaderMismatch;
import au.com.dius.pact.core.matchers.Mismatch;
import au.com.dius.pact.core.model.DefaultPactReader;
import au.com.dius.pact.core.model.StringSource;
import au.com.dius.pact.provider.HttpClientFactory;
import au.com.dius.pact.provider.ProviderClient;
import au.com.dius.pact.provider.ProviderInfo;
import au.com.dius.pact.provider.ProviderVerifier;
import au.com.dius.pact.provider.VerificationFailureType.MismatchFailure;
import au.com.dius.pact.provider.VerificationResult;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.contracts.pact.Pact;
import dev.seamwright.verifier.replay.Outcome.Mismatched;
import dev.seamwright.verifier.testing.TestProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What differs between an answer and a pact of each version, case by case; Pact JVM's own runner says the same. */
class PactJvmRunnerTest {
    private static final Path CASES = Path.of("src/test/resources/replay");

    private static Stream<String> cases() throws IOException {
        try (var files = Files.list(CASES)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void an_answer_is_compared_as_pact_jvm_compares_it(String name) throws IOException, InterruptedException {
        var json = Json.parse(Files.readAllBytes(CASES.resolve(name)));
        var expected = new TreeSet<String>();
        json.path("mismatches").forEach(mismatch -> expected.add(mismatch.asText()));
        var pact = pact(json);
        try (var provider = new TestProvider()) {
            provider.on("GET /", (exchange, _) -> {
                var answer = json.path("answer");
                answer.path("headers")
                        .properties()
                        .forEach(header -> exchange.getResponseHeaders()
                                .set(header.getKey(), header.getValue().asText()));
                var body = answer.path("body");
                var bytes = body.isMissingNode()
                        ? new byte[0]
                        : body.isTextual() ? body.asText().getBytes(StandardCharsets.UTF_8) : Json.write(body);
                exchange.sendResponseHeaders(answer.path("status").asInt(), bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            assertEquals(expected, ours(pact, provider.url()), "ours");
            assertEquals(expected, theirs(pact, URI.create(provider.url())), "Pact JVM's");
        }
    }

    private static Pact pact(JsonNode json) {
        var document = JsonNodeFactory.instance.objectNode();
        document.putObject("consumer").put("name", "web");
        document.putObject("provider").put("name", "orders");
        document.putObject("metadata")
                .putObject("pactSpecification")
                .put("version", json.path("version").asText());
        var interaction = document.putArray("interactions").addObject();
        interaction.put("type", "Synchronous/HTTP").put("description", "a case");
        interaction.putObject("request").put("method", "GET").put("path", "/");
        interaction.set("response", json.path("response"));
        return Pact.of(document);
    }

    private static SortedSet<String> ours(Pact pact, String url) throws InterruptedException {
        var found = new TreeSet<String>();
        try (var replay =
                new PactReplay(ReplayTarget.at(url), ReplayOptions.DEFAULT, new Redaction(List.of(), List.of()))) {
            var result = replay.replay("web", pact, InteractionFilter.ALL, _ -> {});
            switch (result.interactions().getFirst().outcome()) {
                case Mismatched mismatched ->
                    mismatched
                            .mismatches()
                            .forEach(mismatch -> found.add(
                                    mismatch.path() == null
                                            ? mismatch.attribute()
                                            : mismatch.attribute() + " " + mismatch.path()));
                case Outcome.NotVerified not -> found.add(not.toString());
                case Outcome.Verified _ -> {
                    // nothing differs
                }
            }
        }
        return found;
    }

    private static SortedSet<String> theirs(Pact document, URI url) {
        var pact = DefaultPactReader.INSTANCE.loadPact(
                new StringSource(new String(document.print(), StandardCharsets.UTF_8)));
        var verifier = new ProviderVerifier();
        verifier.setReporters(new ArrayList<>());
        verifier.setProjectHasProperty(_ -> false);
        verifier.setProjectGetProperty(_ -> null);
        var provider = new ProviderInfo("orders");
        provider.setHost(url.getHost());
        provider.setPort(url.getPort());
        var client = new ProviderClient(provider, new HttpClientFactory());
        var found = new TreeSet<String>();
        for (var interaction : pact.getInteractions()) {
            var result = verifier.verifyResponseFromProvider(
                    provider,
                    Objects.requireNonNull(interaction.asSynchronousRequestResponse()),
                    interaction.getDescription(),
                    new HashMap<>(),
                    client,
                    new HashMap<>(),
                    false,
                    pact);
            if (result instanceof VerificationResult.Failed failed) {
                failed.getFailures()
                        .values()
                        .forEach(all -> all.forEach(failure -> found.add(
                                failure instanceof MismatchFailure mismatch
                                        ? name(mismatch.getMismatch())
                                        : failure.toString())));
            }
        }
        return found;
    }

    private static String name(Mismatch mismatch) {
        return switch (mismatch) {
            case BodyMismatch body -> "body " + body.getPath();
            case HeaderMismatch header -> "header " + header.getHeaderKey();
            default -> mismatch.type();
        };
    }
}
