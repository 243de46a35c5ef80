package dev.seamwright.client;

import dev.seamwright.client.api.AnalysisApi;
import dev.seamwright.client.api.ApiApi;
import dev.seamwright.client.api.AuditApi;
import dev.seamwright.client.api.ContractsApi;
import dev.seamwright.client.api.DeploymentsApi;
import dev.seamwright.client.api.DriftApi;
import dev.seamwright.client.api.EnvironmentsApi;
import dev.seamwright.client.api.JobsApi;
import dev.seamwright.client.api.ParticipantsApi;
import dev.seamwright.client.api.ReleasesApi;
import dev.seamwright.client.api.SeamsApi;
import dev.seamwright.client.api.SetupsApi;
import dev.seamwright.client.api.StatusApi;
import dev.seamwright.client.api.TokensApi;
import dev.seamwright.client.api.VerdictsApi;
import dev.seamwright.client.api.VerificationsApi;
import dev.seamwright.client.api.VersionsApi;
import dev.seamwright.client.api.WebhooksApi;
import dev.seamwright.client.api.WorkspacesApi;
import dev.seamwright.client.http.Attempts;
import dev.seamwright.client.http.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A broker to ask; safe for use by several threads, and best made once. Operations are grouped as in the API's description, and throw
 * {@link SeamwrightException}.
 *
 * <pre>{@code
 * var seamwright = Seamwright.connect();
 * var verdict = seamwright.verdicts().canIDeploy(new CanIDeployQuestion(
 *         List.of(new VersionSelector("web").withVersion("1.0.0")), Targets.environment("production")));
 * }</pre>
 *
 * <p>A write carries an idempotency key, its own or the one that its options give, so it is sent again when no answer came, and done once.
 */
public final class Seamwright {
    private static final String LOCAL = "http://127.0.0.1:9292";

    private final Transport transport;

    private Seamwright(Transport transport) {
        this.transport = transport;
    }

    /**
     * The broker that the environment names: {@code SEAMWRIGHT_BROKER_URL}, or {@code http://127.0.0.1:9292}, with the token in
     * {@code SEAMWRIGHT_TOKEN}, or in the file that {@code SEAMWRIGHT_TOKEN_FILE} names, or none.
     *
     * @throws IllegalArgumentException when a variable is wrong
     */
    public static Seamwright connect() {
        return builder().build();
    }

    /** Names the broker, the token and more; what is not named is as with {@link #connect()}. */
    public static Builder builder() {
        return new Builder(System.getenv());
    }

    public ParticipantsApi participants() {
        return new ParticipantsApi(transport);
    }

    public VersionsApi versions() {
        return new VersionsApi(transport);
    }

    public ContractsApi contracts() {
        return new ContractsApi(transport);
    }

    public VerificationsApi verifications() {
        return new VerificationsApi(transport);
    }

    public EnvironmentsApi environments() {
        return new EnvironmentsApi(transport);
    }

    public DeploymentsApi deployments() {
        return new DeploymentsApi(transport);
    }

    public ReleasesApi releases() {
        return new ReleasesApi(transport);
    }

    public SeamsApi seams() {
        return new SeamsApi(transport);
    }

    public StatusApi status() {
        return new StatusApi(transport);
    }

    public VerdictsApi verdicts() {
        return new VerdictsApi(transport);
    }

    public JobsApi jobs() {
        return new JobsApi(transport);
    }

    public DriftApi drift() {
        return new DriftApi(transport);
    }

    public WebhooksApi webhooks() {
        return new WebhooksApi(transport);
    }

    public AnalysisApi analysis() {
        return new AnalysisApi(transport);
    }

    public SetupsApi setups() {
        return new SetupsApi(transport);
    }

    public TokensApi tokens() {
        return new TokensApi(transport);
    }

    public AuditApi audit() {
        return new AuditApi(transport);
    }

    public WorkspacesApi workspaces() {
        return new WorkspacesApi(transport);
    }

    /** The API itself: its description, and who the transport is. */
    public ApiApi api() {
        return new ApiApi(transport);
    }

    /** Which broker, and how it is asked. */
    public static final class Builder {
        private final Map<String, String> environment;
        private @Nullable String url;
        private @Nullable String token;
        private @Nullable String workspace;
        private Duration timeout = Duration.ofSeconds(30);
        private int attempts = 4;
        private Duration longestPause = Duration.ofSeconds(30);
        private Attempts.Pause pause = duration -> Thread.sleep(duration.toMillis());

        private Builder(Map<String, String> environment) {
            this.environment = environment;
        }

        /** The broker's address, http or https; what stands in its path goes before that of the API. */
        public Builder url(String url) {
            this.url = url;
            return this;
        }

        /** An API token, {@code swt_…}. */
        public Builder token(String token) {
            this.token = token;
            return this;
        }

        /** For the operator, and for a broker without authentication: which workspace. A token has its own. */
        public Builder workspace(String workspace) {
            this.workspace = workspace;
            return this;
        }

        /** How long one attempt may take, from its start to the last byte of the answer; 30 seconds unless said. */
        public Builder timeout(Duration timeout) {
            this.timeout = timeout;
            return this;
        }

        /** How often a request is sent at most; 4 unless said, 1 for never again. */
        public Builder attempts(int attempts) {
            this.attempts = attempts;
            return this;
        }

        /** The longest time that is waited for between attempts; 30 seconds unless said. A broker that wants more is given up at once. */
        public Builder longestPause(Duration longestPause) {
            this.longestPause = longestPause;
            return this;
        }

        /** How pauses are waited for, in tests for example. */
        public Builder pause(Attempts.Pause pause) {
            this.pause = pause;
            return this;
        }

        /** @throws IllegalArgumentException when what was given is wrong */
        public Seamwright build() {
            if (attempts < 1 || timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("A request needs one attempt at least, and some time.");
            }
            var given = url != null ? url : variable("SEAMWRIGHT_BROKER_URL");
            return new Seamwright(new Transport(
                    address(given != null ? given : LOCAL),
                    token(),
                    workspace,
                    timeout,
                    new Attempts(
                            attempts,
                            Duration.ofMillis(500),
                            longestPause,
                            pause,
                            () -> ThreadLocalRandom.current().nextDouble(),
                            Clock.systemUTC())));
        }

        private @Nullable String token() {
            var given = token != null ? token : variable("SEAMWRIGHT_TOKEN");
            if (given == null) {
                var file = variable("SEAMWRIGHT_TOKEN_FILE");
                given = file == null ? null : read(Path.of(file));
            }
            if (given == null) {
                return null;
            }
            var stripped = given.strip();
            if (stripped.isEmpty() || !stripped.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                throw new IllegalArgumentException("The token is empty, or has characters that no token has.");
            }
            return stripped;
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(
                        "SEAMWRIGHT_TOKEN_FILE names %s, which cannot be read.".formatted(file), unreadable);
            }
        }

        private @Nullable String variable(String name) {
            var value = environment.get(name);
            return value == null || value.isBlank() ? null : value;
        }

        private static String address(String url) {
            try {
                var uri = new URI(url.strip());
                var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
                if (uri.getHost() != null
                        && (scheme.equals("http") || scheme.equals("https"))
                        && uri.getRawUserInfo() == null
                        && uri.getRawQuery() == null
                        && uri.getRawFragment() == null) {
                    return url.strip().replaceAll("/+$", "");
                }
            } catch (URISyntaxException noUrl) {
                // The message below says all that helps, and repeats nothing secret.
            }
            throw new IllegalArgumentException(
                    "This is no URL of a broker; write it like https://broker.example.com, without a name and a password.");
        }
    }
}
