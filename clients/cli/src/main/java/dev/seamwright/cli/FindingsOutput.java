package dev.seamwright.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.schemadiff.report.CodeQualityReport;
import dev.seamwright.schemadiff.report.GitHubReport;
import dev.seamwright.schemadiff.report.JUnitReport;
import dev.seamwright.schemadiff.report.MarkdownReport;
import dev.seamwright.schemadiff.report.Reported;
import dev.seamwright.schemadiff.report.SarifReport;
import dev.seamwright.schemadiff.report.TextReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a command prints an answer that rests on findings: in one form, and in others to files. A picocli mixin. */
public final class FindingsOutput {
    /** The forms of an answer. */
    public enum Format {
        TEXT,
        JSON,
        MARKDOWN,
        SARIF,
        JUNIT,
        GITHUB,
        GITLAB;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The format of that name; {@code table} is the text, as lists call it. */
        static Format of(String word) {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "table" -> TEXT;
                case String known ->
                    Arrays.stream(values())
                            .filter(format -> format.toString().equals(known))
                            .findFirst()
                            .orElseThrow(
                                    () -> new TypeConversionException("there is no format '%s'; there are table and %s"
                                            .formatted(word, Arrays.toString(values()))));
            };
        }
    }

    /** Reads the name of a format. */
    static final class FormatName implements ITypeConverter<Format> {
        @Override
        public Format convert(String word) {
            return Format.of(word);
        }
    }

    @Option(
            names = {"-o", "--output", "--format"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            converter = FormatName.class,
            description = "How to print the answer: ${COMPLETION-CANDIDATES}; table is another word for text. "
                    + "Default: ${DEFAULT-VALUE}.")
    private Format format = Format.TEXT;

    @Option(
            names = "--report",
            paramLabel = "FORMAT=FILE",
            description = "Write the same answer to a file as well, in this format. May be repeated.")
    private List<String> reports = new ArrayList<>();

    /**
     * What there is to print.
     *
     * @param suite the name of the command, for JUnit
     * @param findings the worst first; of what is well, where that is worth a test case
     * @param text for people, at a terminal
     * @param markdown for a merge request
     * @param json for programs
     * @param fails which findings make the answer no
     * @param headline the answer in a line, for forms that show no more than what is wrong; null: they show nothing then
     * @param properties what else of the run has to be known
     * @param caseName what a test case is called, from run to run; null: by its finding
     */
    public record Answer(
            String suite,
            List<Reported> findings,
            Supplier<String> text,
            Supplier<String> markdown,
            Supplier<JsonNode> json,
            Predicate<Reported> fails,
            @Nullable String headline,
            Map<String, String> properties,
            @Nullable Function<Reported, String> caseName) {
        public Answer(
                String suite,
                List<Reported> findings,
                Supplier<String> text,
                Supplier<String> markdown,
                Supplier<JsonNode> json,
                Predicate<Reported> fails) {
            this(suite, findings, text, markdown, json, fails, null, Map.of(), null);
        }

        /** An answer of findings alone. */
        static Answer of(
                String suite,
                List<Reported> findings,
                String language,
                Supplier<JsonNode> json,
                Predicate<Reported> fails) {
            return new Answer(
                    suite,
                    findings,
                    () -> TextReport.of(findings),
                    () -> MarkdownReport.of(findings, language),
                    json,
                    fails);
        }

        /** The same with a last word for people. */
        Answer endingWith(String words) {
            return new Answer(
                    suite,
                    findings,
                    () -> text.get() + words,
                    () -> markdown.get() + (words.isEmpty() ? "" : "\n" + Table.escape(words.strip()) + "\n"),
                    json,
                    fails,
                    headline,
                    properties,
                    caseName);
        }

        private String in(Format format) {
            return switch (format) {
                case TEXT -> text.get();
                case JSON -> line(json.get());
                case MARKDOWN -> MarkdownReport.fit(markdown.get(), MarkdownReport.LONGEST_COMMENT);
                case SARIF -> line(SarifReport.of(findings, "seamwright", properties));
                case JUNIT ->
                    caseName == null
                            ? JUnitReport.of(findings, suite, fails)
                            : JUnitReport.of(findings, new JUnitReport.Suite(suite, properties, caseName), fails);
                case GITHUB -> GitHubReport.of(findings, suite, headline);
                case GITLAB -> line(CodeQualityReport.of(findings));
            };
        }

        private static String line(JsonNode json) {
            return Output.pretty(json) + "\n";
        }
    }

    /** Refuses what is wrong before anything is asked. */
    void check() {
        files();
    }

    /** Writes the files, and then prints, so that an answer is seen last and only when all of it is told. */
    void print(Surroundings surroundings, Answer answer) {
        files().forEach((file, its) -> write(surroundings.directory().resolve(file), answer.in(its)));
        surroundings.out().print(answer.in(format));
        if (format == Format.GITLAB && answer.headline() != null) {
            surroundings.err().println(Table.oneLine(answer.headline())); // the format has no place for it
        }
    }

    private Map<String, Format> files() {
        var files = new LinkedHashMap<String, Format>();
        for (var report : reports) {
            var equals = report.indexOf('=');
            if (equals < 1 || equals == report.length() - 1) {
                throw new UsageFailure("--report %s: write FORMAT=FILE".formatted(report));
            }
            try {
                files.put(report.substring(equals + 1), Format.of(report.substring(0, equals)));
            } catch (TypeConversionException unknown) {
                throw new UsageFailure("--report %s: %s".formatted(report, unknown.getMessage()));
            }
        }
        return files;
    }

    private static void write(Path file, String report) {
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            Files.writeString(file, report);
        } catch (IOException failure) {
            throw new UsageFailure("%s cannot be written: %s".formatted(file, FileFailure.reason(failure)));
        }
    }
}
