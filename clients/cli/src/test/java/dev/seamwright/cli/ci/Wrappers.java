package dev.seamwright.cli.ci;

import dev.seamwright.cli.ci.Manifest.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The files of the wrappers. All of them hand their inputs to one script as variables, so nothing of an input is ever shell. */
final class Wrappers {
    private static final String GENERATED = "# Generated from clients/ci/manifest.yaml: edit that.\n";
    private static final String DIRECTORY = ".seamwright";

    private final Manifest manifest;
    private final String script;

    Wrappers(Manifest manifest) throws IOException {
        this.manifest = manifest;
        this.script = script(manifest, Files.readString(Manifest.HOME.resolve("gate.sh.template")));
    }

    /** Texts by their paths from {@code clients/ci}. */
    Map<String, String> files() {
        var files = new LinkedHashMap<String, String>();
        files.put("gate.sh", script);
        files.put("github/action.yml", github());
        files.put("gitlab/templates/gate.yml", gitlab());
        files.put("jenkins/vars/seamwrightGate.groovy", jenkins());
        files.put("jenkins/resources/dev/seamwright/gate.sh", script);
        files.put("azure/gate.yml", azure());
        files.put("circleci/orb.yml", circleci());
        files.put("../../.pre-commit-hooks.yaml", hooks());
        return files;
    }

    private static String script(Manifest manifest, String template) {
        Predicate<Input> ours = input -> !input.isKnownToTheCommandLine();
        return template.replace(
                        "@DEFAULTS@",
                        lines(
                                manifest.inputs(),
                                ours,
                                input ->
                                        "%s=${%s:-%s}".formatted(input.variable(), input.variable(), input.fallback())))
                .replace(
                        "@ARGUMENTS@",
                        lines(
                                manifest.inputs(),
                                input -> !input.secret(),
                                input -> "        %s=*) %s=${argument#*=}%s ;;"
                                        .formatted(
                                                input.name(),
                                                input.variable(),
                                                input.isKnownToTheCommandLine()
                                                        ? " && export " + input.variable()
                                                        : "")))
                .replace(
                        "@STALE@",
                        manifest.reports().values().stream()
                                .map(file -> " \"$reports/%s\"".formatted(file))
                                .collect(Collectors.joining()))
                .replace(
                        "@REPORTS@",
                        manifest.reports().entrySet().stream()
                                .map(report -> "set -- \"$@\" \"--report=%s=$reports/%s\""
                                        .formatted(report.getKey(), report.getValue()))
                                .collect(Collectors.joining("\n")));
    }

    private static String lines(List<Input> inputs, Predicate<Input> which, Function<Input, String> line) {
        return inputs.stream().filter(which).map(line).collect(Collectors.joining("\n"));
    }

    /** A text in double quotes, as YAML and JSON have them. */
    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private String inlined(int spaces) {
        return script.lines()
                .map(line -> line.isEmpty() ? "" : " ".repeat(spaces) + line)
                .collect(Collectors.joining("\n"));
    }

    private String report(String format) {
        return DIRECTORY + "/" + manifest.reports().get(format);
    }

    private String github() {
        var text = new StringBuilder(GENERATED)
                .append("name: %s\n".formatted(quoted(manifest.name())))
                .append("description: %s\n".formatted(quoted(manifest.description())))
                .append("inputs:\n");
        for (var input : manifest.inputs()) {
            text.append("  %s:\n    description: %s\n".formatted(input.name(), quoted(description(input))));
            text.append("    required: %s\n".formatted(input.required()));
            if (!input.required()) {
                text.append("    default: %s\n".formatted(quoted(input.fallback())));
            }
        }
        text.append("outputs:\n");
        for (var output : manifest.outputs()) {
            text.append("  %s:\n    description: %s\n    value: ${{ steps.gate.outputs.%s }}\n"
                    .formatted(output.name(), quoted(output.description()), output.name()));
        }
        text.append("""
                runs:
                  using: composite
                  steps:
                    - id: gate
                      shell: bash
                      run: sh "$GITHUB_ACTION_PATH/../gate.sh"
                      env:
                        GATE_COMMIT: ${{ github.event.pull_request.head.sha }}
                        GITHUB_TOKEN: ${{ github.token }}
                """);
        for (var input : manifest.inputs()) {
            text.append("        %s: ${{ inputs.%s%s }}\n"
                    .formatted(
                            input.variable(),
                            input.name(),
                            input.isKnownToTheCommandLine() ? " || env." + input.variable() : ""));
        }
        return text.toString();
    }

    private static String description(Input input) {
        return input.values().isEmpty() || input.values().contains("true")
                ? input.description()
                : "%s One of: %s.".formatted(input.description(), String.join(", ", input.values()));
    }

    private String gitlab() {
        var text = new StringBuilder(GENERATED).append("spec:\n  inputs:\n");
        text.append("    stage:\n      description: \"The stage of the job.\"\n      default: \"test\"\n");
        text.append(
                "    image:\n      description: \"An image with Seamwright's distribution, which needs a JDK 25.\"\n      default: \"seamwright:latest\"\n");
        for (var input : open()) {
            text.append("    %s:\n      description: %s\n".formatted(input.name(), quoted(input.description())));
            if (!input.values().isEmpty()) {
                text.append("      options: [%s]\n"
                        .formatted(input.values().stream().map(Wrappers::quoted).collect(Collectors.joining(", "))));
            }
            if (!input.required()) {
                text.append("      default: %s\n".formatted(quoted(input.fallback())));
            }
        }
        text.append("""
                ---
                # SEAMWRIGHT_BROKER_URL, SEAMWRIGHT_TOKEN, SEAMWRIGHT_VERDICT_KEY and, for comments, SEAMWRIGHT_GITLAB_TOKEN are variables of the project.
                "seamwright gate":
                  stage: $[[ inputs.stage ]]
                  image: $[[ inputs.image ]]
                  variables:
                    GATE_KEEPS_5: "yes"
                """);
        for (var input : open()) {
            text.append("    %s: \"$[[ inputs.%s ]]\"\n".formatted(input.variable(), input.name()));
        }
        return text.append("""
                  cache:
                    key: "seamwright-$CI_PROJECT_ID"
                    paths: [%s/last-verdict.json]
                    when: always
                  artifacts:
                    when: always
                    paths: [%s/]
                    reports:
                      junit: %s
                      codequality: %s
                  # passed without a verdict is a warning, and no success
                  allow_failure:
                    exit_codes: [5]
                  script:
                    - |
                %s
                """.formatted(DIRECTORY, DIRECTORY, report("junit"), report("gitlab"), inlined(6)))
                .toString();
    }

    /** What may be said in a file of the repository. What the command line knows is a variable of the project. */
    private List<Input> open() {
        return manifest.inputs().stream()
                .filter(input -> !input.isKnownToTheCommandLine())
                .toList();
    }

    private String jenkins() {
        var known = manifest.inputs().stream()
                .filter(input -> !input.secret())
                .map(input -> "        '%s': '%s',".formatted(input.underscored(), input.variable()))
                .collect(Collectors.joining("\n"));
        return """
                // Generated from clients/ci/manifest.yaml: edit that.
                // %s
                //   seamwrightGate(participant: 'web', environment: 'production')
                // SEAMWRIGHT_TOKEN comes from withCredentials. It returns yes, or fails the build; passed without a verdict makes it unstable.
                def call(Map inputs = [:]) {
                    def variables = [
                %s
                    ]
                    inputs.keySet().each { name ->
                        if (!variables.containsKey(name.toString())) {
                            error("seamwrightGate has no input '${name}'; it has ${variables.keySet().join(', ')}")
                        }
                    }
                    def environment = ['GATE_KEEPS_5=yes']
                    variables.each { name, variable ->
                        if (inputs.containsKey(name)) {
                            environment << "${variable}=${inputs[name]}".toString()
                        }
                    }
                    writeFile file: '%s/gate.sh', text: libraryResource('dev/seamwright/gate.sh')
                    int code = 3
                    withEnv(environment) {
                        code = sh(script: 'sh %s/gate.sh', returnStatus: true)
                    }
                    junit testResults: '%s', allowEmptyResults: true
                    archiveArtifacts artifacts: '%s/**', allowEmptyArchive: true
                    switch (code) {
                        case 0:
                            return 'yes'
                        case 1:
                            error('Seamwright: the answer is no')
                            break
                        case 2:
                            error('Seamwright: the answer is unknown, a result is missing')
                            break
                        case 5:
                            unstable('Seamwright: passed without a verdict')
                            return 'none'
                        default:
                            error("Seamwright: there is no verdict (exit code ${code})")
                    }
                    return 'none'
                }
                """.formatted(manifest.description(), known, DIRECTORY, DIRECTORY, report("junit"), DIRECTORY);
    }

    private String azure() {
        var text = new StringBuilder(GENERATED)
                .append(
                        "# SEAMWRIGHT_BROKER_URL, SEAMWRIGHT_TOKEN and SEAMWRIGHT_VERDICT_KEY are variables of the pipeline.\n")
                .append("parameters:\n");
        for (var input : open()) {
            text.append("  # %s\n".formatted(input.description()));
            text.append("  - name: %s\n    type: string\n".formatted(input.underscored()));
            if (!input.required()) {
                text.append("    default: %s\n".formatted(quoted(input.fallback())));
            }
            if (!input.values().isEmpty()) {
                text.append("    values:\n");
                input.values().forEach(value -> text.append("      - %s\n".formatted(quoted(value))));
            }
        }
        text.append("""
                steps:
                  - bash: |
                %s
                    name: gate
                    displayName: %s
                    env:
                      SEAMWRIGHT_TOKEN: $(SEAMWRIGHT_TOKEN)
                """.formatted(inlined(6), quoted(manifest.name())));
        for (var input : open()) {
            text.append("      %s: ${{ parameters.%s }}\n".formatted(input.variable(), input.underscored()));
        }
        return text.append("""
                  - task: PublishTestResults@2
                    condition: always()
                    inputs:
                      testResultsFormat: JUnit
                      testResultsFiles: %s
                      testRunTitle: %s
                """.formatted(report("junit"), quoted(manifest.name())))
                .toString();
    }

    private String circleci() {
        var text = new StringBuilder(GENERATED).append("""
                version: 2.1
                description: %s
                commands:
                  gate:
                    description: %s
                    parameters:
                """.formatted(
                quoted(manifest.description()),
                quoted("SEAMWRIGHT_BROKER_URL, SEAMWRIGHT_TOKEN and SEAMWRIGHT_VERDICT_KEY come from a context.")));
        for (var input : open()) {
            text.append(
                    "      %s:\n        description: %s\n".formatted(input.underscored(), quoted(input.description())));
            if (input.values().isEmpty()) {
                text.append("        type: string\n");
            } else {
                text.append("        type: enum\n        enum: [%s]\n"
                        .formatted(input.values().stream().map(Wrappers::quoted).collect(Collectors.joining(", "))));
            }
            if (!input.required()) {
                text.append("        default: %s\n".formatted(quoted(input.fallback())));
            }
        }
        text.append("""
                    steps:
                      - restore_cache:
                          keys: ["seamwright-<< parameters.participant >>-"]
                      - run:
                          name: %s
                          environment:
                """.formatted(quoted(manifest.name())));
        for (var input : open()) {
            text.append("            %s: \"<< parameters.%s >>\"\n".formatted(input.variable(), input.underscored()));
        }
        return text.append("""
                          command: |
                %s
                      - save_cache:
                          key: "seamwright-<< parameters.participant >>-{{ .Revision }}"
                          paths: [%s/last-verdict.json]
                      - store_test_results:
                          path: %s
                """.formatted(inlined(12), DIRECTORY, report("junit")))
                .toString();
    }

    private String hooks() {
        var text = new StringBuilder(GENERATED);
        for (var hook : manifest.hooks()) {
            var first = true;
            for (var member : hook.entrySet()) {
                text.append(first ? "- " : "  ")
                        .append(member.getKey())
                        .append(": ")
                        .append(
                                switch (member.getValue()) {
                                    case List<?> list ->
                                        list.stream()
                                                .map(item -> quoted(item.toString()))
                                                .collect(Collectors.joining(", ", "[", "]"));
                                    case Boolean bool -> bool.toString();
                                    case Object value -> quoted(value.toString());
                                })
                        .append('\n');
                first = false;
            }
        }
        return text.toString();
    }
}
