package dev.seamwright.maven;

import java.io.File;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Publishes pacts for a version of their consumer. */
@Mojo(name = "publish", defaultPhase = LifecyclePhase.POST_INTEGRATION_TEST, threadSafe = true)
public final class PublishMojo extends VersionMojo {
    /** Pacts, or directories of them; without it target/pacts. */
    @Parameter(property = "seamwright.pacts")
    private List<File> pacts = List.of();

    @Parameter(defaultValue = "${project.build.directory}/pacts", readonly = true, required = true)
    private File written = new File("");

    /** Whether to add to pacts that are published for the version already, as parallel builds of one version need it. */
    @Parameter(property = "seamwright.merge", defaultValue = "false")
    private boolean merge;

    @Override
    List<Arguments> commands() throws MojoExecutionException {
        if (pacts.isEmpty() && !written.isDirectory()) {
            throw new MojoExecutionException(
                    "There are no pacts in %s: run the tests that write them first, or name others in seamwright.pacts."
                            .formatted(written));
        }
        return List.of(forVersion(new Arguments("publish"))
                .flag("--merge", merge)
                .files(pacts.isEmpty() ? List.of(written) : pacts));
    }
}
