package dev.seamwright.broker.verificationjob;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.testing.TestBroker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is planned in random histories is what a brute force over a model of them plans: after each event, all pairs that it concerns are
 * looked at, one by one.
 */
class PlanningTest {
    private static final int HISTORIES = 12;
    private static final int EVENTS = 25;
    private static final List<String> PARTICIPANTS = List.of("a", "b", "c");
    private static final List<String> ENVIRONMENTS = List.of("production", "staging");

    private record Version(String participant, String number) {
        @Override
        public String toString() {
            return participant + number;
        }
    }

    /** A pact's content: its sides and the word that makes it. */
    private record Content(String consumer, String provider, String word) {}

    private record Pair(Content content, Version version) {}

    /** What is so, and which jobs there are because of what was so. */
    private static final class Model {
        private final List<Version> versions = new ArrayList<>();
        private final Map<Version, Map<String, Content>> published = new HashMap<>();
        private final Map<String, Version> heads = new HashMap<>();
        private final Set<Version> onMain = new HashSet<>();
        private final Map<String, Version> deployed = new HashMap<>(); // by participant and environment
        private final Set<Version> released = new HashSet<>();
        private final Map<Version, Set<String>> places = new HashMap<>(); // of releases
        private final Set<Pair> verified = new HashSet<>();
        private final Map<Pair, String> jobs = new LinkedHashMap<>();

        private Set<Version> mattering(String participant) {
            return versions.stream()
                    .filter(version -> version.participant().equals(participant))
                    .filter(version -> version.equals(heads.get(participant))
                            || deployed.containsValue(version)
                            || released.contains(version))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }

        private Map<String, Content> contents(Version version) {
            return published.getOrDefault(version, Map.of());
        }

        private void plan(Content content, Version version) {
            var pair = new Pair(content, version);
            if (!verified.contains(pair)) {
                jobs.putIfAbsent(pair, "waiting");
            }
        }

        private void planPublished(Version version) {
            contents(version)
                    .values()
                    .forEach(content -> mattering(content.provider()).forEach(needed -> plan(content, needed)));
        }

        private void planMattering(Version version) {
            planPublished(version);
            for (var consumer : PARTICIPANTS) {
                for (var theirs : mattering(consumer)) {
                    var content = contents(theirs).get(version.participant());
                    if (content != null) {
                        plan(content, version);
                    }
                }
            }
        }

        private Set<Version> in(String participant, String environment) {
            return versions.stream()
                    .filter(version -> version.participant().equals(participant))
                    .filter(version -> version.equals(deployed.get(participant + "@" + environment))
                            || places.getOrDefault(version, Set.of()).contains(environment))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }

        private void planVerdict(Version version, String environment) {
            for (var content : contents(version).values()) {
                in(content.provider(), environment).forEach(needed -> plan(content, needed));
            }
            for (var consumer : PARTICIPANTS) {
                for (var theirs : in(consumer, environment)) {
                    var content = contents(theirs).get(version.participant());
                    if (content != null) {
                        plan(content, version);
                    }
                }
            }
        }

        private void verify(Content content, Version version) {
            var pair = new Pair(content, version);
            verified.add(pair);
            jobs.computeIfPresent(pair, (known, state) -> "done");
        }

        /** Those that publish the content tell it from the others. */
        private Set<String> publishers(Content content) {
            return versions.stream()
                    .filter(version -> content.equals(contents(version).get(content.provider()))
                            && version.participant().equals(content.consumer()))
                    .map(Version::number)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        private Map<String, String> told() {
            var told = new TreeMap<String, String>();
            jobs.forEach((pair, state) -> told.put(
                    "%s%s -> %s".formatted(pair.content().consumer(), publishers(pair.content()), pair.version()),
                    state));
            return told;
        }
    }

    private static Map<String, String> told(List<JsonNode> jobs) {
        var told = new TreeMap<String, String>();
        for (var job : jobs) {
            var publishers = job.get("consumerVersions")
                    .valueStream()
                    .map(JsonNode::asText)
                    .collect(Collectors.toCollection(TreeSet::new));
            told.put(
                    "%s%s -> %s%s"
                            .formatted(
                                    job.get("consumer").asText(),
                                    publishers,
                                    job.get("provider").asText(),
                                    job.get("providerVersion").asText()),
                    job.get("state").asText());
        }
        return told;
    }

    /** A random history, made in the broker and in the model. */
    private static final class History {
        private final Random random;
        private final Jobs jobs;
        private final Model model = new Model();
        private final List<String> events = new ArrayList<>();

        History(Random random, Jobs jobs) {
            this.random = random;
            this.jobs = jobs;
            jobs.environment("staging");
        }

        private <T> T any(List<T> choices) {
            return choices.get(random.nextInt(choices.size()));
        }

        private Version anyVersion() {
            var number = Integer.toString(random.nextInt(4));
            var version = new Version(any(PARTICIPANTS), number);
            return model.versions.contains(version) ? version : any(model.versions);
        }

        private void make(Version version) {
            if (!model.versions.contains(version)) {
                model.versions.add(version);
            }
        }

        void event() {
            if (model.versions.isEmpty() || random.nextInt(3) == 0) {
                publish();
                return;
            }
            switch (random.nextInt(6)) {
                case 0, 1 -> head();
                case 2 -> deploy();
                case 3 -> release();
                case 4 -> verify();
                default -> verdict();
            }
        }

        private void publish() {
            var version = new Version(any(PARTICIPANTS), Integer.toString(random.nextInt(4)));
            var provider = any(PARTICIPANTS);
            if (provider.equals(version.participant())
                    || model.contents(version).containsKey(provider)) {
                return;
            }
            var content = new Content(version.participant(), provider, "w" + random.nextInt(2));
            events.add("%s publishes %s".formatted(version, content));
            jobs.pact(version.participant(), version.number(), provider, content.word());
            make(version);
            model.published.computeIfAbsent(version, made -> new HashMap<>()).put(provider, content);
            model.planPublished(version);
        }

        private void head() {
            var version = new Version(any(PARTICIPANTS), Integer.toString(random.nextInt(4)));
            events.add("%s on main".formatted(version));
            jobs.onBranch(version.participant(), version.number(), "main");
            make(version);
            if (model.onMain.add(version)) {
                model.heads.put(version.participant(), version);
                model.planMattering(version);
            }
        }

        private void deploy() {
            var version = anyVersion();
            var environment = any(ENVIRONMENTS);
            events.add("%s deployed to %s".formatted(version, environment));
            jobs.deployed(version.participant(), version.number(), environment);
            @Nullable Version before = model.deployed.put(version.participant() + "@" + environment, version);
            if (!version.equals(before)) {
                model.planMattering(version);
            }
        }

        private void release() {
            var version = anyVersion();
            var environment = any(ENVIRONMENTS);
            events.add("%s released in %s".formatted(version, environment));
            jobs.released(version.participant(), version.number(), environment);
            model.released.add(version);
            model.places.computeIfAbsent(version, made -> new HashSet<>()).add(environment);
            model.planMattering(version);
        }

        private void verify() {
            var listed = jobs.list("&state=waiting");
            if (listed.isEmpty()) {
                return;
            }
            var job = any(listed);
            var version = new Version(
                    job.get("provider").asText(), job.get("providerVersion").asText());
            var consumer = new Version(
                    job.get("consumer").asText(), job.at("/consumerVersions/0").asText());
            events.add("%s verifies the pact of %s".formatted(version, consumer));
            jobs.verified(job.at("/contract/sha256").asText(), version.participant(), version.number(), true);
            var content = model.contents(consumer).get(version.participant());
            if (content != null) {
                model.verify(content, version);
            }
        }

        private void verdict() {
            var version = anyVersion();
            events.add("can-i-deploy %s".formatted(version));
            jobs.canIDeploy(version.participant(), version.number());
            model.planVerdict(version, "production");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void what_is_planned_is_what_a_brute_force_plans(long seed) {
        var random = new Random(seed);
        try (var broker = TestBroker.start()) {
            for (var i = 0; i < HISTORIES; i++) {
                var history = new History(random, Jobs.inNewWorkspace(broker));
                for (var event = 0; event < EVENTS; event++) {
                    history.event();
                    assertEquals(
                            history.model.told(), told(history.jobs.list()), () -> String.join("\n", history.events));
                }
            }
        }
    }
}
