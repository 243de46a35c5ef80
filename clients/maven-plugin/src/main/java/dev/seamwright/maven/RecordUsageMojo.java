package dev.seamwright.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Records the statements that the project runs on a database as a document, and publishes it where the database is named. */
@Mojo(name = "record-usage", defaultPhase = LifecyclePhase.POST_INTEGRATION_TEST, threadSafe = true)
public final class RecordUsageMojo extends VersionMojo {
    /** What seamwright-recorder wrote while the tests ran: files, or directories of them; without it, and without sql, target/seamwright. */
    @Parameter(property = "seamwright.recordings")
    private List<File> recordings = List.of();

    /** Statements in files, or directories of them. */
    @Parameter(property = "seamwright.sql")
    private List<File> sql = List.of();

    /** DDL, a dump or migrations, which make a database in which the statements work. */
    @Parameter(property = "seamwright.resolveSchema")
    private List<File> resolveSchema = List.of();

    @Parameter(defaultValue = "${project.build.directory}/seamwright", readonly = true, required = true)
    private File written = new File("");

    /** The role that the statements are run as. */
    @Parameter(property = "seamwright.role")
    private @Nullable String role;

    /** Where the document is written. */
    @Parameter(
            property = "seamwright.usage",
            defaultValue = "${project.build.directory}/seamwright-usage.json",
            required = true)
    private File usage = new File("");

    /** The database as a participant; without it nothing is published. */
    @Parameter(property = "seamwright.database")
    private @Nullable String database;

    /** Who runs the statements. */
    @Parameter(property = "seamwright.participant", defaultValue = "${project.artifactId}", required = true)
    private String participant = "";

    @Override
    List<Arguments> commands() throws MojoExecutionException {
        var isNothingNamed = recordings.isEmpty() && sql.isEmpty();
        if (isNothingNamed && !written.isDirectory()) {
            throw new MojoExecutionException(
                    "There are no recordings in %s: run the tests that write them first, or name others (seamwright.recordings) or files of statements (seamwright.sql)."
                            .formatted(written));
        }
        try {
            Files.createDirectories(usage.getAbsoluteFile().toPath().resolveSibling(""));
        } catch (IOException failure) {
            throw new MojoExecutionException(
                    "The directory of %s (seamwright.usage) cannot be made: %s".formatted(usage, failure.getMessage()),
                    failure);
        }
        var commands = new ArrayList<Arguments>();
        commands.add(new Arguments("usage", "record")
                .options("--recording", isNothingNamed ? List.of(written) : recordings)
                .options("--from-sql", sql)
                .options("--resolve-schema", resolveSchema)
                .option("--role", role)
                .option("--output", usage)
                .offline());
        if (database != null) {
            commands.add(forVersion(new Arguments("usage", "publish"))
                    .option("--participant", participant)
                    .option("--database", database)
                    .files(List.of(usage)));
        }
        return commands;
    }

    @Override
    String no() {
        return "No statement was seen that PostgreSQL understands, what was left out stands above: are seamwright.recordings and seamwright.sql right?";
    }

    @Override
    String inWordsOfBuild(String reason) {
        return reason.startsWith("No statement was seen") ? no() : reason;
    }
}
