package dev.seamwright.maven;

import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Asks whether a version can be deployed; the build fails unless the answer is yes. */
@Mojo(name = "can-i-deploy", requiresProject = true, threadSafe = true)
public final class CanIDeployMojo extends CommandMojo {
    /** The participant. */
    @Parameter(property = "seamwright.participant", defaultValue = "${project.artifactId}", required = true)
    private String participant = "";

    /** Its version; without it the latest one, or that of the branch. */
    @Parameter(property = "seamwright.version")
    private @Nullable String version;

    /** The latest version of this branch, in place of a version. */
    @Parameter(property = "seamwright.branch")
    private @Nullable String branch;

    /** The environment that it is to go to; without it the latest versions of the others are meant. */
    @Parameter(property = "seamwright.toEnvironment")
    private @Nullable String toEnvironment;

    /** How often to ask again, at most, while the answer is unknown. */
    @Parameter(property = "seamwright.retryWhileUnknown", defaultValue = "0")
    private int retryWhileUnknown;

    /** When the broker is down: fail, last-known, or pass. */
    @Parameter(property = "seamwright.onOutage", defaultValue = "fail")
    private String onOutage = "fail";

    @Override
    List<Arguments> commands() {
        return List.of(new Arguments("can-i-deploy")
                .option("--participant", participant)
                .option("--version", version)
                .option("--branch", version == null ? branch : null)
                .flag("--latest", version == null && branch == null)
                .option("--to-environment", toEnvironment)
                .option("--retry-while-unknown", retryWhileUnknown)
                .option("--on-outage", onOutage));
    }

    @Override
    String no() {
        return "%s cannot be deployed: the rows above say what fails and whom it concerns.".formatted(participant);
    }

    @Override
    String unknown() {
        return "It is not known whether %s can be deployed: results are missing in the rows above. Verify them, or wait with seamwright.retryWhileUnknown."
                .formatted(participant);
    }

    @Override
    String inWordsOfBuild(String reason) {
        return reason.endsWith("not found")
                ? "The broker does not know %s: publish it first, or is seamwright.participant right? It says: %s."
                        .formatted(version == null ? participant : participant + " " + version, reason)
                : reason;
    }
}
