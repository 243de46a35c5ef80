package dev.seamwright.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A data set, by its numbers. Services are the participants whose requests are measured: they look the same in M and L (200 versions,
 * two providers, two consumers), so that a figure of one can be compared with the other's. Apps are the bulk around them. S is small
 * enough for tests, and S10 is what becomes of it with ten times the history: the same participants, seams and deployments.
 *
 * @param hubSide providers of the hub, and as many consumers
 * @param resultDepth contents of each consumer that an app's version verifies: the newest one and those before it
 * @param interactions in each pact of an app; six make about 4.8 kB
 * @param bad results of a hundred that fail where something runs
 */
record DataSet(
        String name,
        int services,
        int serviceVersions,
        int serviceContents,
        int hubSide,
        int apps,
        int appVersions,
        int appContents,
        int appProviders,
        int resultDepth,
        int interactions,
        int bad) {
    /** Days that everybody's versions stretch over. */
    static final int TICKS = 200;

    static final int[] SERVICE_PROVIDERS = {1, 7}; // the next one, and the seventh
    /** The newest services: of M and L none of them is a neighbour of the hub. */
    private static final int MEASURED = 40;

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final Duration TICK = Duration.ofDays(1);
    /** Versions of the last fortnight and a bit are candidates for work in progress. */
    static final Instant WIP_SINCE = START.plus(TICK.multipliedBy(TICKS - 18));

    static DataSet of(String size) {
        return switch (size.toUpperCase(Locale.ROOT)) {
            case "S" -> new DataSet("S", 20, 60, 20, 10, 0, 0, 0, 0, 0, 6, 10);
            case "S10" -> new DataSet("S10", 20, 600, 200, 10, 0, 0, 0, 0, 0, 6, 10);
            case "M" -> new DataSet("M", 100, 200, 20, 30, 0, 0, 0, 0, 0, 6, 2);
            case "L" -> new DataSet("L", 50, 200, 20, 30, 450, 94, 12, 11, 4, 2, 2);
            default -> throw new IllegalArgumentException("--size is S, S10, M or L, not " + size);
        };
    }

    /** A consumer and its provider; {@code firstContent} is the id of the oldest of its contents. */
    record Pair(int consumer, int provider, int contents, long firstContent) {}

    int participants() {
        return services + apps + 1;
    }

    int hub() {
        return services + apps;
    }

    boolean isApp(int participant) {
        return participant >= services && participant < hub();
    }

    String participant(int participant) {
        if (participant == hub()) {
            return "hub";
        }
        return isApp(participant)
                ? "app-%03d".formatted(participant - services + 1)
                : "service-%03d".formatted(participant + 1);
    }

    /** The {@code i}th of the {@link #MEASURED} services. */
    int measured(int i) {
        var measured = Math.min(MEASURED, services);
        return services - measured + Math.floorMod(i, measured);
    }

    int versions(int participant) {
        return isApp(participant) ? appVersions : serviceVersions;
    }

    static String version(int j) {
        return "1.0." + j;
    }

    /** The version that runs in production; the next ones are in test, and the head of main. */
    int production(int participant) {
        return versions(participant) - (isApp(participant) ? 10 : 20);
    }

    int test(int participant) {
        return versions(participant) - (isApp(participant) ? 5 : 10);
    }

    int head(int participant) {
        return versions(participant) - 1;
    }

    int[] running(int participant) {
        return new int[] {production(participant), test(participant), head(participant)};
    }

    /** Every eighth version was built from a feature branch. */
    static String branch(int j) {
        return j % 8 == 3 ? "feat/step-" + j / 40 : "main";
    }

    /** When a version came up, in ticks: all participants live through the same time. */
    int tick(int participant, int j) {
        return j * TICKS / versions(participant);
    }

    Instant time(int participant, int j) {
        return START.plus(TICK.multipliedBy(tick(participant, j))).plusSeconds(60L * participant);
    }

    /** The consumer's version at the time of the provider's version {@code j}. */
    int contemporary(Pair pair, int j) {
        return Math.min(head(pair.consumer()), j * versions(pair.consumer()) / versions(pair.provider()));
    }

    /** Which of the pair's contents the consumer's version has: 0 is the oldest. */
    int content(Pair pair, int consumerVersion) {
        return consumerVersion * pair.contents() / versions(pair.consumer());
    }

    /** Every seam, in the order of its consumer. */
    List<Pair> pairs() {
        var pairs = new ArrayList<Pair>();
        var content = 1L;
        for (var consumer = 0; consumer < services; consumer++) {
            for (var distance : SERVICE_PROVIDERS) {
                content = add(pairs, consumer, (consumer + distance) % services, serviceContents, content);
            }
        }
        for (var app = 0; app < apps; app++) {
            for (var distance = 1; distance <= appProviders; distance++) {
                // odd steps, so that neighbours of neighbours differ
                content = add(pairs, services + app, services + (app + distance * distance) % apps, appContents, content);
            }
        }
        var first = apps > 0 ? services : 0;
        for (var i = 0; i < hubSide; i++) {
            content = add(pairs, hub(), first + i, serviceContents, content);
            content = add(pairs, first + hubSide + i, hub(), serviceContents, content);
        }
        return pairs;
    }

    private static long add(List<Pair> pairs, int consumer, int provider, int contents, long content) {
        pairs.add(new Pair(consumer, provider, contents, content));
        return content + contents;
    }

    /** The same pseudo-random number for the same arguments, at every run (SplitMix64). */
    static long mix(long a, long b) {
        var z = a * 0x9E3779B97F4A7C15L + b;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (z ^ (z >>> 31)) >>> 1;
    }
}
