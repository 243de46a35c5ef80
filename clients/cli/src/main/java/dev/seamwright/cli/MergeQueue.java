package dev.seamwright.cli;

import static dev.seamwright.cli.http.Answers.elements;
import static dev.seamwright.cli.http.Answers.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.cli.http.Answers;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.BrokerFailure;
import dev.seamwright.cli.http.Query;
import dev.seamwright.cli.http.Urls;
import dev.seamwright.cli.verdict.VerdictQuery.Subject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Changes of a participant's neighbours that wait to be merged: the heads of the branches that a merge queue makes. One that was merged has
 * another branch as well, and one that was thrown out is not young for long.
 */
final class MergeQueue {
    static final Duration PATIENCE = Duration.ofHours(24);

    private static final String NEWEST = "100";

    private final BrokerClient client;
    private final Instant now;

    MergeQueue(BrokerClient client, Instant now) {
        this.client = client;
        this.now = now;
    }

    /** @param prefix what the branches of the queue begin with */
    List<Subject> of(String participant, String prefix) {
        var waiting = new ArrayList<Subject>();
        for (var neighbour : neighbours(participant)) {
            var versions = client.get(
                    Urls.path("api", "v1", "participants", neighbour, "versions") + new Query().add("limit", NEWEST));
            if (!versions.path("items").isArray()) {
                throw new BrokerFailure.Outage("%s lists no versions of %s; --queue needs a Seamwright broker"
                        .formatted(client.url(), neighbour));
            }
            elements(versions.path("items")).stream()
                    .filter(version -> isWaiting(version, prefix))
                    .map(version -> new Subject(neighbour, text(version, "number"), null, false, null))
                    .forEach(waiting::add);
        }
        return waiting;
    }

    private Set<String> neighbours(String participant) {
        var neighbours = new LinkedHashSet<String>();
        for (var seam : Answers.allPages(client, "/integrations", "integrations")) {
            var consumer = text(seam.path("consumer"), "name");
            var provider = text(seam.path("provider"), "name");
            if (consumer.equals(participant)) {
                neighbours.add(provider);
            } else if (provider.equals(participant)) {
                neighbours.add(consumer);
            }
        }
        neighbours.remove(participant);
        return neighbours;
    }

    private boolean isWaiting(JsonNode version, String prefix) {
        var branches = elements(version.path("branches"));
        return isYoung(text(version, "createdAt"))
                && branches.stream().anyMatch(branch -> branch.path("latest").asBoolean())
                && branches.stream().allMatch(branch -> text(branch, "name").startsWith(prefix))
                && !branches.isEmpty();
    }

    private boolean isYoung(String time) {
        try {
            return Duration.between(Instant.parse(time), now).compareTo(PATIENCE) <= 0;
        } catch (DateTimeException _) {
            throw new BrokerFailure.Outage("%s tells no time of a version".formatted(client.url()));
        }
    }
}
