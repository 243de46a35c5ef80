package dev.seamwright.maven;

import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** A goal that publishes something for a version. */
abstract class VersionMojo extends CommandMojo {
    /** The version; without it the commit that is built. */
    @Parameter(property = "seamwright.version")
    private @Nullable String version;

    /** Its branch; without it the branch that is built. */
    @Parameter(property = "seamwright.branch")
    private @Nullable String branch;

    /** Tags for the version. */
    @Parameter(property = "seamwright.tags")
    private List<String> tags = List.of();

    /** Whether to check and tell what would be published, and ask no broker. */
    @Parameter(property = "seamwright.dryRun", defaultValue = "false")
    private boolean dryRun;

    final Arguments forVersion(Arguments command) {
        return command.option("--version", version)
                .option("--branch", branch)
                .options("--tag", tags)
                .flag("--dry-run", dryRun);
    }

    @Override
    String no() {
        return "The broker refused it; the reason stands above.";
    }
}
