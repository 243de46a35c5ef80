package dev.seamwright.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.cli.workflow.WorkflowCheck;
import dev.seamwright.schemadiff.report.Reported;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks workflows of GitHub Actions on this machine, without a broker. */
@Command(
        name = "check-workflows",
        header = "Find out whether the gates of GitHub workflows run in a merge queue too.",
        description = {
            "",
            "A workflow that asks can-i-deploy or can-i-merge at pull requests, and does not handle the event merge_group, asks nobody "
                    + "about the combined head of a merge queue; a job that is skipped there counts as passed.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  seamwright check-workflows",
            "  seamwright check-workflows .github/workflows/ci.yml -o github",
            "",
            "Exit codes: 0 all of them do, 1 one does not, 2 there is no gate, 3 could not find out, 4 wrong usage."
        })
final class CheckWorkflowsCommand implements Callable<Integer> {
    private static final Path DIRECTORY = Path.of(".github", "workflows");

    private final Surroundings surroundings;

    @Parameters(
            paramLabel = "PATH",
            arity = "0..*",
            description = "Workflows, or directories of them. Default: .github/workflows.")
    private List<Path> paths = new ArrayList<>();

    @Mixin
    private FindingsOutput output = new FindingsOutput();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    CheckWorkflowsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        output.check();
        var findings = new ArrayList<Reported>();
        var gates = 0;
        for (var file : files()) {
            var result = WorkflowCheck.of(file.toString().replace('\\', '/'), read(file));
            findings.addAll(result.findings());
            gates += result.gates();
        }
        var words = "%d gates in %d workflows.\n".formatted(gates, files().size());
        var total = gates;
        output.print(
                surroundings,
                FindingsOutput.Answer.of(
                                "seamwright check-workflows", findings, "", () -> json(total, findings), _ -> true)
                        .endingWith(words));
        if (!findings.isEmpty()) {
            return ExitCode.NO.code();
        }
        return (gates == 0 ? ExitCode.UNKNOWN : ExitCode.YES).code();
    }

    private static JsonNode json(int gates, List<Reported> findings) {
        var json = JsonNodeFactory.instance.objectNode().put("gates", gates);
        var array = json.putArray("findings");
        for (var reported : findings) {
            var finding = reported.finding();
            var item = array.addObject()
                    .put("rule", finding.rule().id())
                    .put("subject", finding.subject())
                    .put("message", finding.message())
                    .put("remedy", finding.remedy());
            if (finding.place() != null) {
                item.put("file", finding.place().file())
                        .put("line", finding.place().line());
            }
        }
        return json;
    }

    private List<Path> files() {
        var files = new ArrayList<Path>();
        for (var path : paths.isEmpty() ? List.of(DIRECTORY) : paths) {
            var resolved = surroundings.directory().resolve(path);
            if (!Files.isDirectory(resolved)) {
                files.add(path);
                continue;
            }
            try (var children = Files.list(resolved)) {
                children.filter(child -> child.toString().matches(".*\\.ya?ml"))
                        .sorted()
                        .map(child -> path.resolve(child.getFileName()))
                        .forEach(files::add);
            } catch (IOException failure) {
                throw new UsageFailure("%s cannot be read: %s".formatted(path, FileFailure.reason(failure)));
            }
        }
        return files;
    }

    private String read(Path file) {
        try {
            return Files.readString(surroundings.directory().resolve(file));
        } catch (IOException failure) {
            throw new UsageFailure("%s cannot be read: %s".formatted(file, FileFailure.reason(failure)));
        }
    }
}
