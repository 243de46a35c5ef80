package dev.seamwright.maven;

import java.io.File;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Publishes the schema of a database for a version of it. */
@Mojo(name = "schema-publish", defaultPhase = LifecyclePhase.POST_INTEGRATION_TEST, threadSafe = true)
public final class SchemaPublishMojo extends VersionMojo {
    /** The database as a participant. */
    @Parameter(property = "seamwright.database")
    private @Nullable String database;

    /** DDL, a dump, or the migrations that make the schema: files in their order, or directories. A PostgreSQL that is started for it runs them. */
    @Parameter(property = "seamwright.migrations")
    private List<File> migrations = List.of();

    /** In their place a live database; SEAMWRIGHT_DATABASE_USER and SEAMWRIGHT_DATABASE_PASSWORD say as whom it is read. */
    @Parameter(property = "seamwright.databaseUrl")
    private @Nullable String databaseUrl;

    /** In their place a document that was captured before. */
    @Parameter(property = "seamwright.schema")
    private @Nullable File schema;

    @Override
    List<Arguments> commands() throws MojoExecutionException {
        return List.of(forVersion(new Arguments("schema", "publish"))
                .option("--database", given(database, "seamwright.database", "the name of the database at the broker"))
                .option("--database-url", databaseUrl)
                .option("--schema", schema)
                .options("--migrations", migrations));
    }
}
