package dev.seamwright.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Other tools on the same databases, fetched for the run into a directory that is deleted afterwards. */
final class Peers implements AutoCloseable {
    private static final String MIGRA = "@pgkit/migra@0.6.1";
    private static final String SCHEMA_CRAWLER = "16.26.2";
    private static final String OPENAPI_DIFF = "2.1.7";
    private static final String PACT_JVM = "4.7.5";
    private static final int MINUTES = 10;

    private final long postmaster;
    private final Path directory;

    Peers(long postmaster) throws IOException {
        this.postmaster = postmaster;
        this.directory = Files.createTempDirectory("seamwright-peers");
    }

    /** A program that ran: its exit code, -1 when it was stopped, and what it printed. */
    private record Run(int exit, String output, Cost cost) {}

    private Run run(String... command) throws Exception {
        var output = Files.createTempFile(directory, "output", ".txt");
        var exit = new int[1];
        var before = childrenCpu();
        var cost = Cost.of(postmaster, () -> {
            var process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(directory.resolve("errors.txt").toFile())
                    .start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
                exit[0] = -1;
                return process;
            }
            exit[0] = process.exitValue();
            return process;
        });
        return new Run(
                exit[0],
                Files.readString(output),
                new Cost(childrenCpu() - before, 0, cost.postgres(), cost.wall(), cost.otherCores()));
    }

    /** CPU seconds of this process's children that have ended, and of theirs. */
    private static double childrenCpu() throws IOException {
        var text = Files.readString(Path.of("/proc/self/stat"));
        var fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / 100.0;
    }

    /** The line of a table for SchemaCrawler, which reads one database at its standard level. */
    String schemaCrawler(int tables, String url, String password) throws Exception {
        Files.writeString(directory.resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion><groupId>bench</groupId><artifactId>peers</artifactId><version>1</version>
                  <dependencies>
                    <dependency><groupId>us.fatehi</groupId><artifactId>schemacrawler-postgresql</artifactId><version>%s</version></dependency>
                  </dependencies>
                </project>
                """.formatted(SCHEMA_CRAWLER));
        var fetched = run("mvn", "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=lib");
        var work = "SchemaCrawler %s, standard, one database".formatted(SCHEMA_CRAWLER);
        if (fetched.exit() != 0) {
            return "| %,d | %s | could not be fetched | | |".formatted(tables, work);
        }
        var driver = Stream.of(System.getProperty("java.class.path").split(":"))
                .filter(entry -> Path.of(entry).getFileName().toString().startsWith("postgresql-"))
                .collect(Collectors.joining(":"));
        var bin = Path.of(System.getProperty("java.home"), "bin");
        var classPath = "lib/*:" + driver + ":.";
        var compiled = run(bin.resolve("javac").toString(), "-cp", classPath, "-d", ".", System.getProperty("peers") + "/SchemaCrawlerRead.java");
        if (compiled.exit() != 0) {
            throw new IllegalStateException(Files.readString(directory.resolve("errors.txt")));
        }
        return line(tables, work, run(bin.resolve("java").toString(), "-cp", classPath, "SchemaCrawlerRead", url, password), "tables");
    }

    /** The line of a table for migra, which reads two databases and prints the statements that lead from one to the other. */
    String migra(int tables, int port, String password, String before, String after) throws Exception {
        var work = MIGRA + ", two databases and the diff";
        if (run("npm", "install", "--no-audit", "--no-fund", MIGRA).exit() != 0) {
            return "| %,d | %s | could not be fetched | | |".formatted(tables, work);
        }
        var url = "postgresql://postgres:%s@127.0.0.1:%d/".formatted(password, port);
        return line(tables, work, run("node_modules/.bin/migra", url + before, url + after, "--unsafe"), "lines of SQL");
    }

    /**
     * Two cells of a table for openapi-diff, which compares two OpenAPI documents: CPU of its process, and its verdict.
     *
     * @param runs how often it compares them; of the last time the CPU of its thread is told too
     */
    String openApiDiff(Path before, Path after, int runs) throws Exception {
        if (!Files.exists(directory.resolve("openapi-diff"))) {
            Files.writeString(directory.resolve("pom.xml"), """
                    <project xmlns="http://maven.apache.org/POM/4.0.0">
                      <modelVersion>4.0.0</modelVersion><groupId>bench</groupId><artifactId>peers</artifactId><version>1</version>
                      <dependencies>
                        <dependency><groupId>org.openapitools.openapidiff</groupId><artifactId>openapi-diff-core</artifactId><version>%s</version></dependency>
                      </dependencies>
                    </project>
                    """.formatted(OPENAPI_DIFF));
            if (run("mvn", "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=openapi-diff").exit() != 0) {
                return "could not be fetched |";
            }
            var compiled = run(
                    java("javac"), "-cp", "openapi-diff/*", "-d", ".", System.getProperty("peers") + "/OpenApiDiffRun.java");
            if (compiled.exit() != 0) {
                throw new IllegalStateException(Files.readString(directory.resolve("errors.txt")));
            }
        }
        var run = run(
                java("java"),
                "-XX:+UseSerialGC",
                "-Xmx2g",
                "-cp",
                "openapi-diff/*:.",
                "OpenApiDiffRun",
                before.toString(),
                after.toString(),
                Integer.toString(runs));
        var said = run.output().strip();
        return "%.1f | %s".formatted(
                run.cost().cpu(),
                run.exit() == -1 ? "stopped after %d minutes".formatted(MINUTES)
                        : run.exit() == 0 ? said
                        : Files.readString(directory.resolve("errors.txt")).lines().filter(line -> line.startsWith("Exception")).findFirst().orElse("failed"));
    }

    /**
     * What Pact JVM's own runner prints, replaying a pact; see {@code PactJvmRun}.
     *
     * @param args the URL of the provider, the pact, and how often
     */
    String pactJvm(List<String> args) throws Exception {
        Files.writeString(directory.resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion><groupId>bench</groupId><artifactId>peers</artifactId><version>1</version>
                  <dependencies>
                    <dependency><groupId>au.com.dius.pact</groupId><artifactId>provider</artifactId><version>%s</version></dependency>
                  </dependencies>
                </project>
                """.formatted(PACT_JVM));
        if (run("mvn", "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=pact-jvm").exit() != 0) {
            return "could not be fetched";
        }
        if (run(java("javac"), "-cp", "pact-jvm/*", "-d", ".", System.getProperty("peers") + "/PactJvmRun.java").exit() != 0) {
            throw new IllegalStateException(Files.readString(directory.resolve("errors.txt")));
        }
        var command = new ArrayList<>(List.of(java("java"), "-XX:+UseSerialGC", "-Xmx512m", "-cp", "pact-jvm/*:.", "PactJvmRun"));
        command.addAll(args);
        var run = run(command.toArray(String[]::new));
        return run.exit() == 0 ? run.output() : Files.readString(directory.resolve("errors.txt"));
    }

    private static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    private String line(int tables, String work, Run run, String unit) throws IOException {
        var lines = run.output().strip().lines().filter(line -> !line.isBlank()).toList();
        var found = switch (lines.size()) {
            case 0 -> "nothing: " + Files.readString(directory.resolve("errors.txt")).lines().limit(3).collect(Collectors.joining(" "));
            case 1 -> lines.getFirst() + " " + unit;
            default -> "%,d %s".formatted(lines.size(), unit);
        };
        return "| %,d | %s | **%.1f** = %.1f + %.1f | %.1f | %s |".formatted(
                tables,
                work,
                run.cost().cpu(),
                run.cost().jvm(),
                run.cost().postgres(),
                run.cost().wall(),
                run.exit() == -1 ? "stopped after %d minutes".formatted(MINUTES) : found);
    }

    @Override
    public void close() throws IOException {
        List<Path> files;
        try (var all = Files.walk(directory)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (var file : files) {
            Files.delete(file);
        }
    }
}
