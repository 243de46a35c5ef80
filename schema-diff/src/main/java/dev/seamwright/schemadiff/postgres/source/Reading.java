package dev.seamwright.schemadiff.postgres.source;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.source.Migrations.Note;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The steps and notes found so far. */
final class Reading {
    private static final Pattern LEADING_NUMBER = Pattern.compile("^(\\d+)");

    private static final String SENT_AT_ONCE =
            "cannot be in a transaction, and golang-migrate, sqlx and diesel send the statements of a file as one; give it a file of its own";

    private final Layout layout;
    private final List<MigrationStep> steps = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();

    Reading(Layout layout) {
        this.layout = layout;
    }

    Migrations migrations() {
        return new Migrations(layout, steps, notes);
    }

    void note(SourceFile file, int line, String text) {
        notes.add(new Note(file.path(), line, text));
    }

    /**
     * Adds a step; one that holds no statement is a step too.
     *
     * @param text of the file, with empty lines where it is not of this step
     * @param inTransaction what the file says of it; with most tools without effect on statements that need to stand alone
     */
    void step(SourceFile file, String name, @Nullable String version, String text, boolean inTransaction) {
        var parts = Script.parseFile(file.path(), text);
        parts.skipped().forEach(skipped -> note(file, skipped.line(), skipped.reason()));
        if (layout == Layout.UP_DOWN && parts.statements().size() > 1) {
            parts.statements().stream()
                    .filter(MigrationStep::standsAlone)
                    .forEach(statement -> note(file, statement.line(), SENT_AT_ONCE));
        }
        steps.add(new MigrationStep(
                name,
                version,
                file.path(),
                inTransaction && (opensWhatever() || MigrationStep.fitTransaction(parts.statements())),
                parts.statements()));
    }

    /** Whether the tool opens the transaction without a look at the statements, so that PostgreSQL refuses some of them. */
    private boolean opensWhatever() {
        return switch (layout) {
            case GOOSE, DBMATE, LIQUIBASE -> true;
            case DDL, PLAIN, FLYWAY, UP_DOWN, SQITCH -> false;
        };
    }

    void plain(List<SourceFile> files, boolean inTransaction) {
        files.stream()
                .filter(file -> file.name().endsWith(".sql"))
                .sorted(Comparator.comparing(SourceFile::path, SourceFile.NATURAL))
                .forEach(file -> step(file, file.path(), number(file.name()), file.text(), inTransaction));
    }

    /** The number with which a name begins; null without one. */
    static @Nullable String number(String name) {
        Matcher number = LEADING_NUMBER.matcher(name);
        return number.find() ? number.group(1) : null;
    }

    /** Files by the number with which their names begin. */
    static List<SourceFile> byNumber(List<SourceFile> files) {
        Map<String, SourceFile> seen = new HashMap<>();
        for (var file : files) {
            var number = number(file.name());
            if (number == null) {
                throw new InvalidInput(
                        file.path(), "has no number at the begin of its name, by which migrations are ordered");
            }
            var other = seen.putIfAbsent(number.replaceFirst("^0+(?=.)", ""), file);
            if (other != null) {
                throw new InvalidInput(file.path(), "has the same number as " + other.path());
            }
        }
        return files.stream()
                .sorted(Comparator.comparing(SourceFile::name, SourceFile.NATURAL))
                .toList();
    }
}
