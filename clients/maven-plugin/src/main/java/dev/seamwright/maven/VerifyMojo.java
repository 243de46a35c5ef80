package dev.seamwright.maven;

import java.io.File;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Verifies a running provider with its consumers' pacts. */
@Mojo(name = "verify", defaultPhase = LifecyclePhase.INTEGRATION_TEST, threadSafe = true)
public final class VerifyMojo extends CommandMojo {
    /** The provider. */
    @Parameter(property = "seamwright.participant", defaultValue = "${project.artifactId}", required = true)
    private String participant = "";

    /** Where it answers. */
    @Parameter(property = "seamwright.baseUrl")
    private @Nullable String baseUrl;

    /** Pacts, or directories of them, in place of those of the broker. */
    @Parameter(property = "seamwright.pacts")
    private List<File> pacts = List.of();

    /** Which consumer versions' pacts the broker gives, each a JSON object as the Pact tools have it. */
    @Parameter(property = "seamwright.selectors")
    private List<String> selectors = List.of();

    /** Takes provider states. */
    @Parameter(property = "seamwright.stateUrl")
    private @Nullable String stateUrl;

    /** Starts the provider, in a shell; it is ended afterwards. */
    @Parameter(property = "seamwright.start")
    private @Nullable String start;

    /** Answers with a status below 400 when the provider is ready. */
    @Parameter(property = "seamwright.readyUrl")
    private @Nullable String readyUrl;

    /** Whether a pact that the branch has never verified fails nobody. */
    @Parameter(property = "seamwright.enablePending", defaultValue = "false")
    private boolean enablePending;

    /** Whether to publish the results. */
    @Parameter(property = "seamwright.publish", defaultValue = "false")
    private boolean publish;

    /** The version that is verified; without it the commit that is built. */
    @Parameter(property = "seamwright.version")
    private @Nullable String version;

    /** Its branch; without it the branch that is built. */
    @Parameter(property = "seamwright.branch")
    private @Nullable String branch;

    @Override
    boolean replays() {
        return true;
    }

    @Override
    List<Arguments> commands() throws MojoExecutionException {
        return List.of(new Arguments("verify")
                .option("--provider", participant)
                .option("--base-url", given(baseUrl, "seamwright.baseUrl", "where the running provider answers"))
                .options("--pact", pacts)
                .options("--selector", selectors)
                .option("--state-url", stateUrl)
                .option("--start", start)
                .option("--ready-url", readyUrl)
                .flag("--enable-pending", enablePending)
                .flag("--publish", publish)
                .option("--provider-version", version)
                .option("--branch", branch));
    }

    @Override
    String no() {
        return "%s is not what a consumer expects: the interactions above say where.".formatted(participant);
    }

    @Override
    String unknown() {
        return "%s was not verified, or not all of it: the reasons stand above.".formatted(participant);
    }

    @Override
    String inWordsOfBuild(String reason) {
        return reason.startsWith("None of the pacts is with the provider")
                ? reason + ": name it in seamwright.participant, as the pacts do."
                : reason;
    }
}
