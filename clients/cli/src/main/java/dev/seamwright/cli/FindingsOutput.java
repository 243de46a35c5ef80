package dev.seamwright.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.schemadiff.report.GitHubReport;
import dev.seamwright.schemadiff.report.JUnitReport;
import dev.seamwright.schemadiff.report.MarkdownReport;
import dev.seamwright.schemadiff.report.Reported;
import dev.seamwright.schemadiff.report.SarifReport;
import dev.seamwright.schemadiff.report.TextReport;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** How a command prints findings. A picocli mixin. */
public final class FindingsOutput {
    /** The forms of findings. */
    public enum Format {
        TEXT,
        JSON,
        MARKDOWN,
        SARIF,
        JUNIT,
        GITHUB;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = {"-o", "--output", "--format"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "How to print the findings: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.TEXT;

    /**
     * What there is to print.
     *
     * @param suite the name of the command, for JUnit
     * @param text for people, at a terminal
     * @param markdown for a merge request
     * @param json for programs
     * @param fails which findings make the answer no
     */
    record Answer(
            String suite,
            List<Reported> findings,
            Supplier<String> text,
            Supplier<String> markdown,
            Supplier<JsonNode> json,
            Predicate<Reported> fails) {
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
                    fails);
        }
    }

    void print(PrintStream out, Answer answer) {
        switch (format) {
            case TEXT -> out.print(answer.text().get());
            case JSON -> out.println(Output.pretty(answer.json().get()));
            case MARKDOWN -> out.print(answer.markdown().get());
            case SARIF -> out.println(Output.pretty(SarifReport.of(answer.findings(), "seamwright")));
            case JUNIT -> out.print(JUnitReport.of(answer.findings(), answer.suite(), answer.fails()));
            case GITHUB -> out.print(GitHubReport.of(answer.findings()));
        }
    }
}
