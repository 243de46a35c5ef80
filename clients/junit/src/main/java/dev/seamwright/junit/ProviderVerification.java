package dev.seamwright.junit;

import dev.seamwright.junit.CommandLine.Answer;
import dev.seamwright.junit.CommandLine.Words;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AssertionFailureBuilder;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * Replays the pacts of consumers against the service that a test has started, as {@code seamwright verify} does it. Results are published where the run is
 * published.
 *
 * <pre>{@code
 * @Test
 * void it_keeps_what_its_consumers_expect(ProviderVerification verification) {
 *     verification.verify(URI.create("http://127.0.0.1:" + port));
 * }
 * }</pre>
 */
public final class ProviderVerification {
    private final TestRun run;
    private final List<Path> pacts = new ArrayList<>();
    private final List<String> selectors = new ArrayList<>();
    private @Nullable String provider;
    private @Nullable URI stateUrl;
    private boolean enablePending;

    ProviderVerification(TestRun run) {
        this.run = run;
    }

    /** The provider, when it is another one than the participant of the run. */
    public ProviderVerification provider(String name) {
        provider = name;
        return this;
    }

    /** Pacts in files or directories, in place of those of the broker. Their results are published nowhere. */
    public ProviderVerification pacts(Path... files) {
        pacts.addAll(List.of(files));
        return this;
    }

    /** Which consumer versions' pacts the broker gives, a JSON object as the Pact tools have it. */
    public ProviderVerification selector(String json) {
        selectors.add(json);
        return this;
    }

    /** What takes provider states. */
    public ProviderVerification stateUrl(URI url) {
        stateUrl = url;
        return this;
    }

    /** A pact that the branch has never verified fails nobody. */
    public ProviderVerification enablePending() {
        enablePending = true;
        return this;
    }

    /**
     * Fails with the fields that are not as a consumer expects them. What could not be verified, as when the broker cannot be reached, aborts the
     * test where nothing is published, and fails it where the result was to be published.
     *
     * @param baseUrl where the service answers
     */
    public void verify(URI baseUrl) {
        var name = Optional.ofNullable(provider).or(run::participant);
        if (name.isEmpty()) {
            throw new ExtensionConfigurationException(
                    "Which provider is verified is not known: name it in @PublishContracts, in seamwright.participant or by provider().");
        }
        var publishes = run.settings().publishes() && pacts.isEmpty();
        var answer = run.commands()
                .ask(new Words("verify")
                        .option("--provider", name)
                        .option("--base-url", Optional.of(baseUrl))
                        .options("--pact", pacts)
                        .options("--selector", selectors)
                        .option("--state-url", Optional.ofNullable(stateUrl))
                        .flag("--enable-pending", enablePending)
                        .flag("--publish", publishes)
                        .option("--provider-version", publishes ? run.settings().get("version") : Optional.empty())
                        .option("--branch", publishes ? run.settings().get("branch") : Optional.empty()));
        judge(name.get(), answer, publishes);
    }

    private static void judge(String name, Answer answer, boolean publishes) {
        if (answer.isDone()) {
            return;
        }
        if (answer.code() == Answer.NO) {
            throw failure("%s is not what a consumer expects:%n%s".formatted(name, answer.text()));
        }
        var unknown = "%s was not verified:%n%s".formatted(name, answer.text());
        var couldNot = answer.code() == Answer.UNKNOWN || answer.code() == Answer.COULD_NOT_FIND_OUT;
        if (publishes || !couldNot) {
            throw failure(unknown);
        }
        Assumptions.abort(unknown);
    }

    private static AssertionError failure(String message) {
        return AssertionFailureBuilder.assertionFailure().message(message).build();
    }
}
