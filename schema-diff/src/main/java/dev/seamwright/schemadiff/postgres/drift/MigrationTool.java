package dev.seamwright.schemadiff.postgres.drift;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A tool that keeps tables of its own in the databases that it migrates. A table is known by its name and by its columns. */
enum MigrationTool {
    FLYWAY("Flyway", "flyway_schema_history", "installed_rank", "script", "checksum", "success"),
    LIQUIBASE("Liquibase", "databasechangelog", "id", "author", "filename", "md5sum"),
    LIQUIBASE_LOCK("Liquibase", "databasechangeloglock", "id", "locked", "lockgranted", "lockedby"),
    GOLANG_MIGRATE("golang-migrate", "schema_migrations", "version", "dirty"),
    RAILS("Rails or dbmate", "schema_migrations", Set.of("version")),
    RAILS_METADATA("Rails", "ar_internal_metadata", "key", "value"),
    GOOSE("goose", "goose_db_version", "version_id", "is_applied"),
    ATLAS("Atlas", "atlas_schema_revisions", "version", "applied", "total"),
    ALEMBIC("Alembic", "alembic_version", "version_num"),
    DJANGO("Django", "django_migrations", "app", "name", "applied"),
    PRISMA("Prisma", "_prisma_migrations", "checksum", "migration_name", "applied_steps_count"),
    KNEX("Knex", "knex_migrations", "name", "batch", "migration_time"),
    KNEX_LOCK("Knex", "knex_migrations_lock", "is_locked"),
    ENTITY_FRAMEWORK("Entity Framework", "__EFMigrationsHistory", "MigrationId", "ProductVersion"),
    DRIZZLE("Drizzle", "__drizzle_migrations", "hash", "created_at");

    private final String title;
    private final String table;

    @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
    private final Set<String> columns;

    private final boolean exactly;

    MigrationTool(String title, String table, String... columns) {
        this.title = title;
        this.table = table;
        this.columns = Set.copyOf(List.of(columns));
        this.exactly = false;
    }

    MigrationTool(String title, String table, Set<String> allColumns) {
        this.title = title;
        this.table = table;
        this.columns = allColumns;
        this.exactly = true;
    }

    /** The tool that has such a table. */
    static Optional<MigrationTool> of(String table, Set<String> columns) {
        return Arrays.stream(values())
                .filter(tool -> tool.table.equals(table))
                .filter(tool -> tool.exactly ? tool.columns.equals(columns) : columns.containsAll(tool.columns))
                .findFirst();
    }

    String provenance() {
        return "kept by %s to know which migrations have run".formatted(title);
    }
}
