package dev.seamwright.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** In a process of another language: a job a line, an outcome a line. */
final class ProcessDriver implements Driver {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Process process;
    private final BufferedWriter jobs;
    private final BufferedReader outcomes;

    ProcessDriver(List<String> command, Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        process = builder.start();
        jobs = process.outputWriter(UTF_8);
        outcomes = process.inputReader(UTF_8);
    }

    @Override
    public JsonNode play(JsonNode job) {
        try {
            jobs.write(JSON.writeValueAsString(job));
            jobs.newLine();
            jobs.flush();
            var outcome = outcomes.readLine();
            if (outcome == null) {
                throw new AssertionError("the driver ended at " + job + "; its stderr says why");
            }
            return JSON.readTree(outcome);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
