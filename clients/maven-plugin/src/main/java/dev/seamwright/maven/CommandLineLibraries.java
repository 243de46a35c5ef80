package dev.seamwright.maven;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactDescriptorException;
import org.eclipse.aether.resolution.ArtifactDescriptorRequest;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;

/** The class path of the command line, as Maven resolves it, apart from the plugin's own: it may need a newer JDK than Maven runs on. */
final class CommandLineLibraries {
    private static final String CLI = "dev.seamwright:cli:";
    private static final String RUNTIME = "runtime";
    private static final String PACT_MATCHERS = "au.com.dius.pact.core:matchers:jar";

    private final RepositorySystem system;
    private final RepositorySystemSession session;
    private final List<RemoteRepository> repositories;

    CommandLineLibraries(
            RepositorySystem system, RepositorySystemSession session, List<RemoteRepository> repositories) {
        this.system = system;
        this.session = session;
        this.repositories = repositories;
    }

    /** @param replays whether it replays pacts, for which it needs Pact JVM */
    List<Path> resolve(String version, boolean replays) throws MojoExecutionException {
        var cli = new DefaultArtifact(CLI + version);
        try {
            var description =
                    system.readArtifactDescriptor(session, new ArtifactDescriptorRequest(cli, repositories, "plugin"));
            var request = new CollectRequest()
                    .setRepositories(repositories)
                    .setManagedDependencies(description.getManagedDependencies())
                    .addDependency(new Dependency(cli, RUNTIME));
            if (replays) {
                description.getManagedDependencies().stream()
                        .filter(managed ->
                                managed.getArtifact().getVersion().length() > 0 && PACT_MATCHERS.equals(key(managed)))
                        .forEach(managed -> request.addDependency(managed.setScope(RUNTIME)));
            }
            var resolved = system.resolveDependencies(session, new DependencyRequest(request, null));
            var files = new ArrayList<Path>();
            resolved.getArtifactResults()
                    .forEach(result -> files.add(result.getArtifact().getFile().toPath()));
            return files;
        } catch (ArtifactDescriptorException | DependencyResolutionException failure) {
            throw new MojoExecutionException(
                    "The command line, " + cli + ", cannot be resolved: " + failure.getMessage(), failure);
        }
    }

    private static String key(Dependency dependency) {
        var artifact = dependency.getArtifact();
        return artifact.getGroupId() + ":" + artifact.getArtifactId() + ":" + artifact.getExtension();
    }
}
