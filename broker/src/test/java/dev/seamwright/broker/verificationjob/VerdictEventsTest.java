package dev.seamwright.broker.verificationjob;

import static dev.seamwright.broker.verificationjob.Jobs.ok;
import static dev.seamwright.broker.verificationjob.Jobs.provider;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seamwright.broker.testing.Eventually;
import dev.seamwright.broker.testing.OpenApi;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Verdicts that wait, on two brokers that share a database. */
class VerdictEventsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String QUESTION = "/api/v1/verdicts/events?pacticipant=web&version=1&environment=production";

    private final HttpClient client = HttpClient.newHttpClient();

    /** All events of a stream, in their order, and when the last one came. */
    private record Stream(int status, List<JsonNode> verdicts, long endedNanos) {}

    private Stream follow(TestBroker broker, Jobs jobs, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(broker.url() + path))
                .header("Accept", "text/event-stream")
                .header("Seamwright-Workspace", jobs.workspace())
                .build();
        var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        var verdicts = new ArrayList<JsonNode>();
        try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data: ")) {
                    var verdict = JSON.readTree(line.substring("data: ".length()));
                    assertEquals(List.of(), OpenApi.get().validate("/components/schemas/Verdict", verdict.toString()));
                    verdicts.add(verdict);
                }
            }
        }
        return new Stream(response.statusCode(), verdicts, System.nanoTime());
    }

    private static List<String> answers(Stream stream) {
        return stream.verdicts().stream()
                .map(verdict -> verdict.get("deployable").asText())
                .toList();
    }

    private static Jobs unknown(TestBroker broker) {
        var jobs = Jobs.inNewWorkspace(broker);
        jobs.onBranch("orders", "1", "main");
        jobs.deployed("orders", "1", "production");
        jobs.pact("web", "1", "orders", "list");
        return jobs;
    }

    @Test
    void a_verdict_that_waits_ends_with_the_result_of_another_broker() throws Exception {
        var database = TestDatabase.fresh();
        try (var one = TestBroker.start(database, config -> config);
                var two = TestBroker.start(database, config -> config);
                var threads = Executors.newCachedThreadPool()) {
            var jobs = unknown(one);
            var streams = new ArrayList<Future<Stream>>();
            for (var i = 0; i < 20; i++) {
                var asked = i % 2 == 0 ? one : two;
                streams.add(threads.submit(() -> follow(asked, jobs, QUESTION)));
            }
            var urgent = Eventually.get(jobs::only, job -> job.get("priority").asInt() == 100);
            assertEquals(100, urgent.get("priority").asInt(), "the stream asks for what it lacks");
            var claimed = jobs.at(two).claim(provider("orders")).orElseThrow();
            ok(jobs.at(two).result(claimed, true));
            var published = System.nanoTime();
            var slowest = 0L;
            for (var stream : streams) {
                var ended = stream.get(30, TimeUnit.SECONDS);
                assertEquals("yes", answers(ended).getLast());
                assertEquals("unknown", answers(ended).getFirst());
                slowest = Math.max(slowest, ended.endedNanos() - published);
            }
            System.out.printf("20 waiting verdicts ended at most %d ms after the result%n", slowest / 1_000_000);
        }
    }

    @Test
    void what_is_known_is_told_once() throws Exception {
        try (var broker = TestBroker.start()) {
            var jobs = unknown(broker);
            ok(jobs.result(jobs.claim(provider("orders")).orElseThrow(), false));
            assertEquals(List.of("no"), answers(follow(broker, jobs, QUESTION)));
            var asMatrix = QUESTION.replaceAll("\\?.*", "")
                    + "?q%5B%5D%5Bpacticipant%5D=web&q%5B%5D%5Bversion%5D=1&q%5B%5D%5Bpacticipant%5D=orders&q%5B%5D%5Bversion%5D=1&latestby=cvpv";
            assertEquals(List.of("no"), answers(follow(broker, jobs, asMatrix)));
        }
    }

    @Test
    void a_broker_that_stops_ends_its_streams_and_waiting_claims() throws Exception {
        try (var threads = Executors.newCachedThreadPool()) {
            Future<Stream> stream;
            Future<Boolean> claim;
            try (var broker = TestBroker.start()) {
                var jobs = unknown(broker);
                stream = threads.submit(() -> follow(broker, jobs, QUESTION));
                claim = threads.submit(
                        () -> jobs.claim(provider("elsewhere"), 30).isPresent());
                Eventually.get(jobs::only, job -> job.get("priority").asInt() == 100);
                Eventually.get(() -> ok(jobs.api().get("/workers")).get("items").size(), workers -> workers == 1);
            }
            assertEquals(List.of("unknown"), answers(stream.get(10, TimeUnit.SECONDS)));
            assertEquals(false, claim.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void a_question_that_is_none_is_refused() {
        try (var broker = TestBroker.start()) {
            var jobs = Jobs.inNewWorkspace(broker);
            var answer = jobs.api().wrong("GET", "/verdicts/events?pacticipant=web", null);
            assertEquals(400, answer.status());
            assertEquals("version", answer.json().at("/errors/0/pointer").asText());
        }
    }
}
