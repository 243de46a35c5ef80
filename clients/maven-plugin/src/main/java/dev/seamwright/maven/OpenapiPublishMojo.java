package dev.seamwright.maven;

import java.io.File;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Publishes the OpenAPI document of a provider, with evidence that it is kept. */
@Mojo(name = "openapi-publish", defaultPhase = LifecyclePhase.POST_INTEGRATION_TEST, threadSafe = true)
public final class OpenapiPublishMojo extends VersionMojo {
    /** The document, JSON or YAML. */
    @Parameter(property = "seamwright.document")
    private @Nullable File document;

    /** The provider. */
    @Parameter(property = "seamwright.participant", defaultValue = "${project.artifactId}", required = true)
    private String participant = "";

    /** What the provider's own verification says: success or failure; without it nothing is said. */
    @Parameter(property = "seamwright.evidence")
    private @Nullable String evidence;

    /** What the tool of that verification wrote. */
    @Parameter(property = "seamwright.evidenceFile")
    private @Nullable File evidenceFile;

    /** The tool, schemathesis for example. */
    @Parameter(property = "seamwright.verifier")
    private @Nullable String verifier;

    @Override
    List<Arguments> commands() throws MojoExecutionException {
        return List.of(forVersion(new Arguments("publish-openapi"))
                .option("--participant", participant)
                .option("--evidence", evidence)
                .option("--evidence-file", evidenceFile)
                .option("--verifier", verifier)
                .files(List.of(new File(
                        given(document, "seamwright.document", "the OpenAPI document of the service, JSON or YAML")))));
    }
}
