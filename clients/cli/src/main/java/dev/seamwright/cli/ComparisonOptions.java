package dev.seamwright.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.schemadiff.postgres.drift.Aspect;
import dev.seamwright.schemadiff.postgres.drift.DriftCheck;
import dev.seamwright.schemadiff.postgres.drift.DriftReport.Section;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Option;

/** What may differ between schemas, and how the answer is printed. A picocli mixin. */
public final class ComparisonOptions {
    /** The forms of an answer. */
    public enum Format {
        TEXT,
        JSON,
        MARKDOWN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--ignore",
            paramLabel = "ASPECT",
            description = "What may differ: ${COMPLETION-CANDIDATES}. Can be repeated; the answer names it.")
    private Set<Aspect> ignored = EnumSet.noneOf(Aspect.class);

    @Option(
            names = "--accept",
            paramLabel = "TOPIC",
            description =
                    "What need not be seen, by the topic that the answer gives in JSON, such as 'large object'. Can be repeated.")
    private Set<String> accepted = new HashSet<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "How to print the answer: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.TEXT;

    DriftCheck check() {
        return new DriftCheck(ignored, accepted);
    }

    void print(PrintStream out, List<Section> sections, JsonNode json) {
        switch (format) {
            case JSON -> out.println(Output.pretty(json));
            case TEXT ->
                sections.forEach(section -> {
                    out.println(Table.oneLine(section.title()));
                    section.lines().forEach(line -> out.println("  " + Table.oneLine(line)));
                });
            case MARKDOWN ->
                sections.forEach(section -> {
                    out.println("**" + Table.escape(section.title()) + "**");
                    out.println();
                    section.lines().forEach(line -> out.println("- " + Table.escape(line)));
                    out.println();
                });
        }
    }
}
