package dev.seamwright.cli.ci;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.json.Json;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Runs the wrappers as the CI systems do: their expressions replaced, their variables set, their shell started with its options. */
enum CiSystems {
    GITHUB {
        @Override
        Run prepare(World world, Map<String, String> inputs) throws IOException {
            var action = yaml("github/action.yml");
            var step = action.at("/runs/steps/0");
            var environment = world.base();
            environment.put("GITHUB_ACTIONS", "true");
            environment.put("GITHUB_ACTION_PATH", home().resolve("github").toString());
            environment.put("GITHUB_EVENT_NAME", world.mergeQueue() ? "merge_group" : "pull_request");
            environment.put("GITHUB_EVENT_PATH", world.event());
            environment.put("GITHUB_REPOSITORY", "acme/web");
            environment.put("GITHUB_API_URL", world.forge());
            environment.put("GITHUB_SHA", world.mergeQueue() ? "c0de" : "merge-of-both");
            environment.put(
                    "GITHUB_REF",
                    world.mergeQueue() ? "refs/heads/gh-readonly-queue/main/pr-7-c0de" : "refs/pull/7/merge");
            environment.put("GITHUB_OUTPUT", world.file("outputs"));
            environment.put("GITHUB_STEP_SUMMARY", world.file("summary.md"));
            var defaults = action.path("inputs");
            members(step.path("env"))
                    .forEach((name, value) -> environment.put(
                            name,
                            replace(
                                    value,
                                    Pattern.compile("\\$\\{\\{ (.*?) }}"),
                                    expression -> github(world, inputs, defaults, expression))));
            return new Run(
                    List.of("bash", "--noprofile", "--norc", "-eo", "pipefail"),
                    step.path("run").asText(),
                    environment);
        }

        private String github(World world, Map<String, String> inputs, JsonNode defaults, String expression) {
            for (var part : expression.split(" \\|\\| ", -1)) {
                var value = switch (part) {
                    case "github.token" -> world.token();
                    case "github.event.pull_request.head.sha" -> world.mergeQueue() ? "" : "c0de";
                    case String input
                    when input.startsWith("inputs.") -> {
                        var name = input.substring("inputs.".length());
                        yield inputs.getOrDefault(
                                name, defaults.path(name).path("default").asText());
                    }
                    case String other when other.startsWith("env.") -> "";
                    default -> throw new IllegalArgumentException(part);
                };
                if (!value.isEmpty()) {
                    return value;
                }
            }
            return "";
        }
    },
    GITLAB {
        @Override
        Run prepare(World world, Map<String, String> inputs) throws IOException {
            var documents = documents("gitlab/templates/gate.yml");
            var defaults = documents.getFirst().at("/spec/inputs");
            var job = documents.getLast().path("seamwright gate");
            var environment = world.base();
            environment.put("GITLAB_CI", "true");
            environment.put("CI_COMMIT_SHA", "c0de");
            environment.put("CI_API_V4_URL", world.forge() + "/api/v4");
            environment.put("CI_MERGE_REQUEST_PROJECT_ID", "5");
            environment.put("CI_MERGE_REQUEST_SOURCE_PROJECT_ID", world.fork() ? "6" : "5");
            environment.put("CI_MERGE_REQUEST_IID", "3");
            environment.put("CI_MERGE_REQUEST_EVENT_TYPE", world.mergeQueue() ? "merge_train" : "detached");
            environment.put("SEAMWRIGHT_GITLAB_TOKEN", world.token());
            secrets(environment, inputs);
            members(job.path("variables"))
                    .forEach((name, value) -> environment.put(
                            name,
                            replace(
                                    value,
                                    Pattern.compile("\\$\\[\\[ inputs\\.(.*?) ]]"),
                                    input -> inputs.getOrDefault(
                                            input,
                                            defaults.path(input).path("default").asText()))));
            var script = new StringBuilder("set -eu\n");
            job.path("script").forEach(line -> script.append(line.asText()).append('\n'));
            return new Run(List.of("sh"), script.toString(), environment);
        }
    },
    JENKINS {
        @Override
        Run prepare(World world, Map<String, String> inputs) throws IOException {
            var environment = world.base();
            environment.put("JENKINS_URL", "https://jenkins.example/");
            environment.put("GIT_COMMIT", "c0de");
            secrets(environment, inputs);
            var given = inputs.entrySet().stream()
                    .filter(input -> !SECRETS.containsKey(input.getKey()))
                    .map(input -> "%s: '%s'"
                            .formatted(
                                    input.getKey().replace('-', '_'),
                                    input.getValue().replace("\\", "\\\\").replace("'", "\\'")))
                    .collect(Collectors.joining(", "));
            return new Run(
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "groovy.ui.GroovyMain"),
                    JENKINS_STEPS.formatted(home().resolve("jenkins"), given),
                    environment);
        }
    },
    AZURE {
        @Override
        Run prepare(World world, Map<String, String> inputs) throws IOException {
            var yaml = yaml("azure/gate.yml");
            var defaults = new LinkedHashMap<String, String>();
            yaml.path("parameters")
                    .forEach(item -> defaults.put(
                            item.path("name").asText(), item.path("default").asText()));
            var step = yaml.at("/steps/0");
            var environment = world.base();
            environment.put("TF_BUILD", "True");
            environment.put("SYSTEM_PULLREQUEST_SOURCECOMMITID", "c0de");
            environment.put("BUILD_SOURCEVERSION", "merge-of-both");
            secrets(environment, inputs);
            var token = inputs.getOrDefault("token", "");
            members(step.path("env")).forEach((name, value) -> {
                var replaced = replace(
                        value,
                        Pattern.compile("\\$\\{\\{ parameters\\.(.*?) }}"),
                        parameter ->
                                inputs.getOrDefault(parameter.replace('_', '-'), defaults.getOrDefault(parameter, "")));
                // a variable that is not there stays as it is
                environment.put(name, token.isEmpty() ? replaced : replaced.replace("$(SEAMWRIGHT_TOKEN)", token));
            });
            return new Run(
                    List.of("bash", "--noprofile", "--norc"), step.path("bash").asText(), environment);
        }
    },
    CIRCLECI {
        @Override
        Run prepare(World world, Map<String, String> inputs) throws IOException {
            var command = yaml("circleci/orb.yml").at("/commands/gate");
            var defaults = command.path("parameters");
            var run = command.at("/steps/1/run");
            var environment = world.base();
            environment.put("CIRCLECI", "true");
            environment.put("CIRCLE_SHA1", "c0de");
            secrets(environment, inputs);
            var parameter = Pattern.compile("<< parameters\\.(.*?) >>");
            Function<String, String> value = name -> inputs.getOrDefault(
                    name.replace('_', '-'), defaults.path(name).path("default").asText());
            members(run.path("environment"))
                    .forEach((name, text) -> environment.put(name, replace(text, parameter, value)));
            return new Run(
                    List.of("bash", "-eo", "pipefail"),
                    replace(run.path("command").asText(), parameter, value),
                    environment);
        }
    },
    PRE_COMMIT {
        @Override
        Run prepare(World world, Map<String, String> inputs) {
            var environment = world.base();
            environment.put("GIT_COMMIT", "c0de");
            secrets(environment, inputs);
            var script = new StringBuilder("'%s'".formatted(home().resolve("gate.sh")));
            inputs.forEach((name, value) -> {
                if (!List.of("token", "broker-url", "verdict-key").contains(name)) {
                    script.append(" '%s=%s'".formatted(name, value));
                }
            });
            return new Run(List.of("sh"), script.toString(), environment);
        }
    };

    private static final Map<String, String> SECRETS = Map.of(
            "broker-url",
            "SEAMWRIGHT_BROKER_URL",
            "token",
            "SEAMWRIGHT_TOKEN",
            "verdict-key",
            "SEAMWRIGHT_VERDICT_KEY");

    /** The steps of a pipeline that the wrapper takes, as their reference describes them, and the wrapper. */
    private static final String JENKINS_STEPS = """
            def home = new File('%s')
            def variables = [:]
            int last = 3
            binding.libraryResource = { String name -> new File(home, "resources/$name").text }
            binding.writeFile = { Map its ->
                def file = new File(its.file)
                file.parentFile.mkdirs()
                file.text = its.text
            }
            binding.withEnv = { List added, Closure body ->
                added.each { variables[it.substring(0, it.indexOf('='))] = it.substring(it.indexOf('=') + 1) }
                body()
            }
            binding.sh = { Map its ->
                def builder = new ProcessBuilder('sh', '-xec', its.script).inheritIO()
                builder.environment().putAll(variables)
                last = builder.start().waitFor()
                assert its.returnStatus
                last
            }
            binding.junit = { Map its -> assert its.testResults && its.allowEmptyResults }
            binding.archiveArtifacts = { Map its -> assert its.artifacts && its.allowEmptyArchive }
            binding.unstable = { String why -> println "UNSTABLE: $why" }
            binding.error = { String why -> throw new IllegalStateException(why) }
            def wrapper = new GroovyShell(binding).parse(new File(home, 'vars/seamwrightGate.groovy'))
            try {
                def verdict = wrapper.call([%s])
                assert verdict == (last == 0 ? 'yes' : 'none')
            } catch (IllegalStateException failed) {
                println "ERROR: $failed.message"
                assert last != 0
            }
            System.exit(last)
            """;

    /**
     * Around a build.
     *
     * @param directory the checkout
     * @param programs where the command line is
     * @param forge the API of pull requests
     * @param token of the build; what a fork has may not write
     */
    record World(Path directory, Path programs, String forge, String token, boolean fork, boolean mergeQueue) {
        Map<String, String> base() {
            var environment = new LinkedHashMap<String, String>();
            environment.put("PATH", programs + File.pathSeparator + "/usr/local/bin:/usr/bin:/bin");
            environment.put("HOME", directory.toString());
            environment.put("LC_ALL", "C.UTF-8");
            return environment;
        }

        String file(String name) throws IOException {
            var file = directory.resolve(name);
            if (Files.notExists(file)) {
                Files.createFile(file);
            }
            return file.toString();
        }

        String event() throws IOException {
            var file = directory.resolve("event.json");
            Files.writeString(file, mergeQueue ? """
                            {"action": "checks_requested", "merge_group": {"head_sha": "c0de", "base_ref": "refs/heads/main",
                             "head_ref": "refs/heads/gh-readonly-queue/main/pr-7-c0de"}}""" : """
                            {"action": "synchronize", "pull_request": {"number": 7, "head": {"sha": "c0de", "repo": {"full_name": "%s/web"}},
                             "base": {"repo": {"full_name": "acme/web"}}}}""".formatted(fork ? "somebody" : "acme"));
            return file.toString();
        }
    }

    /** A script, and how it is started. */
    record Run(List<String> shell, String script, Map<String, String> environment) {}

    /** What came of it. */
    record Ended(int code, String log) {}

    abstract Run prepare(World world, Map<String, String> inputs) throws IOException;

    /** Builds, and waits for the end. */
    Ended run(World world, Map<String, String> inputs) throws IOException, InterruptedException {
        var run = prepare(world, inputs);
        var script = Files.writeString(world.directory().resolve("step.sh"), run.script());
        var words = new ArrayList<>(run.shell());
        words.add(script.toString());
        var log = world.directory().resolve("step.log").toFile();
        var builder = new ProcessBuilder(words)
                .directory(world.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log);
        builder.environment().clear();
        builder.environment().putAll(run.environment());
        var process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the step does not end: " + Files.readString(log.toPath()));
        }
        return new Ended(process.exitValue(), Files.readString(log.toPath(), StandardCharsets.UTF_8));
    }

    private static void secrets(Map<String, String> environment, Map<String, String> inputs) {
        SECRETS.forEach((input, variable) -> {
            if (!inputs.getOrDefault(input, "").isEmpty()) {
                environment.put(variable, Objects.requireNonNull(inputs.get(input)));
            }
        });
    }

    static Path home() {
        return Manifest.HOME.toAbsolutePath().normalize();
    }

    private static JsonNode yaml(String file) throws IOException {
        return documents(file).getFirst();
    }

    private static List<JsonNode> documents(String file) throws IOException {
        var documents = new ArrayList<JsonNode>();
        new Yaml(new SafeConstructor(new LoaderOptions()))
                .loadAll(Files.readString(home().resolve(file)))
                .forEach(document -> documents.add(Json.mapper().valueToTree(document)));
        return documents;
    }

    private static Map<String, String> members(JsonNode object) {
        var members = new LinkedHashMap<String, String>();
        object.properties()
                .forEach(
                        member -> members.put(member.getKey(), member.getValue().asText()));
        return members;
    }

    private static String replace(String text, Pattern pattern, Function<String, String> value) {
        return pattern.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value.apply(found.group(1))));
    }
}
