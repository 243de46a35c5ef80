package dev.seamwright.cli;

import dev.seamwright.cli.database.Databases;
import dev.seamwright.cli.database.LiveSchema;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.DatabaseSchemaJson;
import dev.seamwright.schemadiff.postgres.drift.Connector;
import dev.seamwright.schemadiff.postgres.source.SchemaSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a schema is captured from. A picocli mixin. */
final class SchemaOptions {
    @Option(
            names = "--migrations",
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description =
                    "DDL, a dump, or the migrations that make the schema: files in their order, or directories as "
                            + "Flyway, Liquibase, goose, dbmate, golang-migrate or Sqitch have them. A PostgreSQL that is "
                            + "started for it runs them.")
    private List<Path> migrations = new ArrayList<>();

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "A live database, which is read in one read-only transaction. User and password come from "
                    + "SEAMWRIGHT_DATABASE_USER and SEAMWRIGHT_DATABASE_PASSWORD.")
    private @Nullable String url;

    boolean isGiven() {
        return !migrations.isEmpty() || url != null;
    }

    List<Path> migrations() {
        return List.copyOf(migrations);
    }

    /** The live database. */
    Connector connector(Surroundings surroundings) {
        return new Databases(surroundings).only(url);
    }

    /**
     * The schema; what was left out on the way to it is told.
     *
     * @throws UsageFailure unless one source is given
     */
    DatabaseSchema capture(Surroundings surroundings) {
        if (migrations.isEmpty() == (url == null)) {
            throw new UsageFailure("Give one of --migrations and --database-url.");
        }
        var schema = url == null ? built(surroundings, migrations) : LiveSchema.of(connector(surroundings));
        schema.unmodelled()
                .forEach((kind, count) ->
                        surroundings.err().println("Not in the document: %s (%d).".formatted(kind, count)));
        return schema;
    }

    /**
     * The schema of one source: a document, a live database, or the SQL that makes it.
     *
     * @throws UsageFailure when it cannot be read
     */
    static DatabaseSchema capture(Surroundings surroundings, BrokerClient client, String source) {
        if (isUrl(source)) {
            return LiveSchema.of(new Databases(surroundings).of("--schema", source));
        }
        return source.endsWith(".json")
                ? new RecordedSchemas(surroundings, client).ofFile(source)
                : built(surroundings, List.of(Path.of(source)));
    }

    /** Whether the source is a live database. */
    static boolean isUrl(String source) {
        return source.startsWith("jdbc:");
    }

    private static DatabaseSchema built(Surroundings surroundings, List<Path> migrations) {
        var steps = MigrationFiles.read(surroundings.directory(), migrations);
        try (var shadow = LocalShadow.of(surroundings, LocalShadow.PATIENT)) {
            var captured = new SchemaSource(shadow).capture(steps);
            captured.notes().forEach(surroundings.err()::println);
            return captured.schema();
        }
    }

    /** The document. */
    static byte[] document(DatabaseSchema schema) {
        var document = new ByteArrayOutputStream();
        try {
            DatabaseSchemaJson.write(schema, document);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory cannot fail", impossible);
        }
        return document.toByteArray();
    }

    /** A schema in a few words. */
    static String summary(DatabaseSchema schema) {
        return "%d facts, hash %s"
                .formatted(schema.facts().size(), schema.hash().hex().substring(0, 12));
    }
}
