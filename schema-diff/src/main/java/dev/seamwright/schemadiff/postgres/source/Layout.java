package dev.seamwright.schemadiff.postgres.source;

import java.util.List;
import java.util.regex.Pattern;

/** How a directory of migrations is to be read. */
public enum Layout {
    /** One file of DDL, such as {@code pg_dump} writes. */
    DDL,
    /** SQL files in natural order of their paths. */
    PLAIN,
    FLYWAY,
    LIQUIBASE,
    /** Also sql-migrate, whose annotations say {@code migrate}. */
    GOOSE,
    DBMATE,
    /** {@code 1_name.up.sql} and {@code .down.sql} as golang-migrate has them, or folders with {@code up.sql} and {@code down.sql}. */
    UP_DOWN,
    SQITCH;

    private static final Pattern GOOSE_UP = Pattern.compile("(?mi)^--\\s*\\+(?:goose|migrate)\\s+Up\\b");
    private static final Pattern DBMATE_UP = Pattern.compile("(?m)^--\\s*migrate:up\\b");

    static Layout of(List<SourceFile> files) {
        if (files.stream().anyMatch(file -> file.name().equals("sqitch.plan"))) {
            return SQITCH;
        }
        if (files.stream().anyMatch(file -> LiquibaseFormat.isFormatted(file.text()))) {
            return LIQUIBASE;
        }
        if (files.stream().anyMatch(file -> GOOSE_UP.matcher(file.text()).find())) {
            return GOOSE;
        }
        if (files.stream().anyMatch(file -> DBMATE_UP.matcher(file.text()).find())) {
            return DBMATE;
        }
        if (files.stream().anyMatch(file -> UpDownFormat.isUp(file.name()))) {
            return UP_DOWN;
        }
        if (files.stream().anyMatch(file -> FlywayFormat.isMigration(file.name()))) {
            return FLYWAY;
        }
        return files.size() == 1 ? DDL : PLAIN;
    }

    Migrations read(List<SourceFile> files) {
        var reading = new Reading(this);
        switch (this) {
            case DDL -> reading.plain(files, /* inTransaction= */ false);
            case PLAIN -> reading.plain(files, /* inTransaction= */ true);
            case FLYWAY -> new FlywayFormat(reading).read(files);
            case LIQUIBASE -> new LiquibaseFormat(reading).read(files);
            case GOOSE, DBMATE -> new AnnotatedFormat(reading, this).read(files);
            case UP_DOWN -> new UpDownFormat(reading).read(files);
            case SQITCH -> new SqitchFormat(reading).read(files);
        }
        return reading.migrations();
    }
}
