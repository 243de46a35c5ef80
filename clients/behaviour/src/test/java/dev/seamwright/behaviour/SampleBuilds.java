package dev.seamwright.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Builds sample projects as a user does: what this build made comes from a repository that is laid for it, and the command line is a program. */
final class SampleBuilds {
    private static final Path ROOT = Path.of("../..");
    private static final List<String> MODULES = List.of(
            "contracts",
            "schema-diff",
            "verifier",
            "clients/cli",
            "clients/maven-plugin",
            "clients/recorder",
            "clients/junit");

    private final Path directory;

    /** What came of a build. */
    record Built(int code, String text) {
        /** The first line of the failure. */
        String error() {
            return lines("[ERROR]").findFirst().orElse("");
        }

        Stream<String> lines(String start) {
            return text.lines().filter(line -> line.startsWith(start));
        }
    }

    private SampleBuilds(Path directory) {
        this.directory = directory;
    }

    /**
     * Lays the repository. What others made is taken from what this build has fetched, else from where Maven finds it. Skips the test, where
     * jars are not packaged; that is done by {@code mvn verify}.
     */
    static SampleBuilds in(Path directory) throws IOException {
        var repository = directory.resolve("offered");
        for (var pom : Stream.concat(Stream.of("", "clients"), MODULES.stream()).toList()) {
            offer(ROOT.resolve(pom), MODULES.contains(pom), repository);
        }
        Files.writeString(directory.resolve("settings.xml"), """
                <settings>
                  <localRepository>%1$s</localRepository>
                  <profiles>
                    <profile>
                      <id>offered</id>
                      <repositories>
                        <repository>
                          <id>offered</id><url>%2$s</url>
                          <snapshots><enabled>true</enabled></snapshots>
                        </repository>
                        <repository><id>fetched</id><url>%3$s</url></repository>
                      </repositories>
                      <pluginRepositories>
                        <pluginRepository>
                          <id>offered</id><url>%2$s</url>
                          <snapshots><enabled>true</enabled></snapshots>
                        </pluginRepository>
                        <pluginRepository><id>fetched</id><url>%3$s</url></pluginRepository>
                      </pluginRepositories>
                    </profile>
                  </profiles>
                  <activeProfiles><activeProfile>offered</activeProfile></activeProfiles>
                </settings>
                """.formatted(
                        directory.resolve("local"),
                        repository.toUri(),
                        Path.of(System.getProperty("local.repository")).toUri()));
        return new SampleBuilds(directory);
    }

    private static void offer(Path module, boolean hasJar, Path repository) throws IOException {
        var text = Files.readString(module.resolve("pom.xml"));
        var own = text.contains("</parent>") ? text.substring(text.indexOf("</parent>")) : text;
        var name = between(own, "<artifactId>", "</artifactId>");
        var version = between(text, "<version>", "</version>");
        var place = Files.createDirectories(repository.resolve("dev/seamwright/" + name + "/" + version));
        var file = name + "-" + version;
        Files.writeString(place.resolve(file + ".pom"), text);
        if (hasJar) {
            Files.copy(packaged(module.resolve("target/" + file + ".jar")), place.resolve(file + ".jar"));
        }
    }

    private static Path packaged(Path jar) {
        Assumptions.assumeTrue(
                Files.exists(jar), "The sample is built where jars are packaged (mvn verify): no " + jar);
        return jar;
    }

    private static String between(String text, String before, String after) {
        var from = text.indexOf(before) + before.length();
        return text.substring(from, text.indexOf(after, from));
    }

    /** Runs Maven in a project. */
    Built maven(Path project, Map<String, String> environment, String... words) throws Exception {
        var command = new ArrayList<>(List.of(
                "mvn",
                "-B",
                "-s",
                directory.resolve("settings.xml").toString(),
                "-f",
                project.resolve("pom.xml").toString()));
        command.addAll(List.of(words));
        var variables = new HashMap<>(Map.of("JAVA_HOME", System.getProperty("java.home")));
        variables.putAll(environment);
        return run(project, variables, command);
    }

    /** Runs a program in a directory, with no setting of Seamwright or of a CI system but those that are given. */
    static Built run(Path directory, Map<String, String> environment, List<String> command) throws Exception {
        var builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("SEAMWRIGHT_") || name.equals("CI") || name.equals("JENKINS_URL"));
        builder.environment().putAll(environment);
        var process = builder.start();
        process.getOutputStream().close();
        var text = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        return new Built(process.exitValue(), text);
    }

    /** The program {@code seamwright}, from what this build packaged; it takes the place of an installed one. */
    static Path command(Path directory) throws IOException {
        var cli = Path.of("../cli/target").toAbsolutePath().normalize();
        var replay = Path.of("../../verifier/target/lib").toAbsolutePath().normalize();
        try (var files = Files.list(cli)) {
            var jar = files.filter(file -> file.getFileName().toString().matches("cli-.*\\.jar"))
                    .findFirst()
                    .orElse(cli.resolve("cli.jar"));
            var program = directory.resolve("seamwright");
            Files.writeString(program, """
                    #!/bin/sh
                    exec '%s/bin/java' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \\
                        -cp '%s:%s/lib/*:%s/*' dev.seamwright.cli.Main "$@"
                    """.formatted(System.getProperty("java.home"), packaged(jar), cli, replay));
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
            return program;
        }
    }

    /** A JDK of a version, as it is installed beside others. */
    static Optional<Path> jdk(int version) throws IOException {
        var places = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(places)) {
            return Optional.empty();
        }
        try (var homes = Files.list(places)) {
            return homes.filter(home -> Files.isExecutable(home.resolve("bin/javac")))
                    .filter(home -> isVersion(home, version))
                    .sorted()
                    .findFirst();
        }
    }

    private static boolean isVersion(Path home, int version) {
        try {
            return Files.readString(home.resolve("release")).contains("JAVA_VERSION=\"" + version + ".");
        } catch (IOException none) {
            return false;
        }
    }

    /** JDK 17, on which Maven and tests run that know nothing newer. A test that finds none is skipped, and fails in CI. */
    static Path jdk17() throws IOException {
        var found = jdk(17);
        var told = "What JDK 17 is enough for is tested where one is installed (in /usr/lib/jvm).";
        if (found.isEmpty() && System.getenv("CI") != null) {
            throw new AssertionError(told);
        }
        Assumptions.assumeTrue(found.isPresent(), told);
        return found.orElseThrow();
    }
}
