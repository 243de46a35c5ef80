package dev.seamwright.cli.workflow;

import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.report.Reported;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A workflow that asks at pull requests and not in the merge queue: there it does not run, and a required check that does not run is
 * waited for without an end, or counts as passed where a job is skipped.
 */
public final class WorkflowCheck {
    private static final Rule NO_MERGE_GROUP = new Rule(
            "workflow-without-merge-group",
            "A gate does not run in the merge queue",
            "In a merge queue the head of several changes is built for the event merge_group; a workflow without it does not ask.",
            "Add 'merge_group:' to 'on:'.");
    private static final Rule SKIPPED = new Rule(
            "gate-skipped-in-merge-group",
            "A gate is skipped in the merge queue",
            "A skipped job counts as passed, and nobody has asked about the combined head.",
            "Drop the condition, or add: || github.event_name == 'merge_group'");
    private static final Rule UNREADABLE =
            new Rule("workflow-unreadable", "A workflow cannot be read", "It is no YAML.", "Mend the file.");

    private static final Pattern GATE = Pattern.compile("\\bseamwright\\s+can-i-(?:deploy|merge|migrate)\\b");
    private static final Pattern ACTION = Pattern.compile("(?i)(?:^|[/-])seamwright(?:[/@-]|$)");
    private static final Pattern PULL_REQUESTS_ALONE =
            Pattern.compile("github\\.event_name\\s*==\\s*'pull_request|github\\.event\\.pull_request");

    /**
     * What is wrong with a workflow.
     *
     * @param gates how many of its steps ask
     */
    public record Result(int gates, List<Reported> findings) {}

    private final String file;
    private final List<Reported> findings = new ArrayList<>();
    private int gates;

    private WorkflowCheck(String file) {
        this.file = file;
    }

    /** @param file its name, for findings */
    public static Result of(String file, String text) {
        var check = new WorkflowCheck(file);
        try {
            if (new Yaml(new LoaderOptions()).compose(new StringReader(text)) instanceof MappingNode workflow) {
                check.workflow(workflow);
            }
        } catch (YAMLException invalid) {
            check.add(UNREADABLE, file, "It is no YAML: %s".formatted(invalid.getMessage()), 1);
        }
        return new Result(check.gates, List.copyOf(check.findings));
    }

    private void workflow(MappingNode workflow) {
        var jobs = get(workflow, "jobs");
        if (jobs.isPresent() && jobs.get() instanceof MappingNode all) {
            for (var job : all.getValue()) {
                if (job.getValueNode() instanceof MappingNode its) {
                    job(scalar(job.getKeyNode()), its);
                }
            }
        }
        var on = get(workflow, "on");
        if (gates == 0 || on.isEmpty() || !has(on.get(), "pull_request", "pull_request_target")) {
            findings.removeIf(found -> found.finding().rule().equals(SKIPPED)); // it is no gate of pull requests
            return;
        }
        if (!has(on.get(), "merge_group")) {
            add(NO_MERGE_GROUP, "on", "It asks at pull requests, and not in the merge queue.", line(on.get()));
        } else if (on.get() instanceof MappingNode events
                && get(events, "merge_group").orElse(null) instanceof MappingNode group
                && get(group, "types")
                        .map(types -> !has(types, "checks_requested"))
                        .orElse(false)) {
            add(NO_MERGE_GROUP, "on.merge_group.types", "'checks_requested' is not among them.", line(group));
        }
    }

    private void job(String name, MappingNode job) {
        var steps = get(job, "steps");
        var before = gates;
        if (steps.isPresent() && steps.get() instanceof SequenceNode all) {
            for (var step : all.getValue()) {
                if (step instanceof MappingNode its && isGate(its)) {
                    gates++;
                    skipped("a step of job " + name, its);
                }
            }
        }
        if (get(job, "uses")
                .map(WorkflowCheck::scalar)
                .filter(uses -> ACTION.matcher(uses).find())
                .isPresent()) {
            gates++;
        }
        if (gates > before) {
            skipped("job " + name, job);
        }
    }

    private static boolean isGate(MappingNode step) {
        return get(step, "run").map(run -> GATE.matcher(scalar(run)).find()).orElse(false)
                || get(step, "uses")
                        .map(uses -> ACTION.matcher(scalar(uses)).find())
                        .orElse(false);
    }

    private void skipped(String what, MappingNode conditioned) {
        get(conditioned, "if").ifPresent(condition -> {
            var text = scalar(condition);
            if (PULL_REQUESTS_ALONE.matcher(text).find() && !text.contains("merge_group")) {
                add(SKIPPED, what, "%s runs for pull requests alone: %s".formatted(what, text), line(condition));
            }
        });
    }

    private void add(Rule rule, String subject, String message, int line) {
        findings.add(new Reported(
                new Finding(
                        rule,
                        Level.BREAKING,
                        subject,
                        message,
                        rule.remedy(),
                        List.of(),
                        new Finding.Place(file, line)),
                null));
    }

    private static Optional<Node> get(MappingNode mapping, String key) {
        return mapping.getValue().stream()
                .filter(entry -> scalar(entry.getKeyNode()).equals(key))
                .map(entry -> entry.getValueNode())
                .findFirst();
    }

    /** Events are a word, a list of words, or words with settings. */
    private static boolean has(Node node, String... words) {
        var wanted = List.of(words);
        return switch (node) {
            case ScalarNode word -> wanted.contains(word.getValue());
            case SequenceNode list -> list.getValue().stream().anyMatch(item -> wanted.contains(scalar(item)));
            case MappingNode mapping ->
                mapping.getValue().stream().anyMatch(entry -> wanted.contains(scalar(entry.getKeyNode())));
            default -> false;
        };
    }

    private static String scalar(Node node) {
        return node instanceof ScalarNode word ? word.getValue() : "";
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
