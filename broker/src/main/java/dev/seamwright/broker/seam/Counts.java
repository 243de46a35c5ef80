package dev.seamwright.broker.seam;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import java.time.Duration;

/** How much of everything the workspace stores, in the Pact API's words. */
public final class Counts {
    private static final Duration RECENT = Duration.ofDays(30);

    // one row; each column is named by the place of its count in the answer
    private static final String COUNTS = """
            SELECT (SELECT count(*) FROM participant) AS "pacticipants/count",
                   (SELECT count(*) FROM participant WHERE main_branch IS NOT NULL) AS "pacticipants/withMainBranchSetCount",
                   (SELECT count(*) FROM seam WHERE kind = 'pact') AS "integrations/count",
                   (SELECT count(*) FROM publication WHERE kind = 'pact') AS "pactPublications/count",
                   (SELECT count(*) FROM publication WHERE kind = 'pact' AND created_at > :recent) AS "pactPublications/last30DaysCount",
                   (SELECT count(*) FROM content WHERE kind = 'pact') AS "pactVersions/count",
                   ver.count AS "verificationResults/count",
                   ver.successes AS "verificationResults/successCount",
                   ver.count - ver.successes AS "verificationResults/failureCount",
                   (SELECT count(*) FROM latest_verification) AS "verificationResults/distinctCount",
                   (SELECT count(*) FROM version) AS "pacticipantVersions/count",
                   (SELECT count(DISTINCT version_id) FROM branch_version) AS "pacticipantVersions/withBranchSetCount",
                   (SELECT count(*) FROM branch) AS "branches/count",
                   tags.count AS "tags/count",
                   tags.names AS "tags/distinctCount",
                   (SELECT count(*) FROM environment) AS "environments/count",
                   dep.count AS "deployedVersions/count",
                   dep.current AS "deployedVersions/currentlyDeployedCount",
                   rel.count AS "releasedVersions/count",
                   rel.current AS "releasedVersions/currentlySupportedCount",
                   (SELECT count(*) FROM webhook) AS "webhooks/count",
                   (SELECT count(*) FROM webhook_delivery) AS "triggeredWebhooks/count",
                   (SELECT count(*) FROM webhook_attempt) AS "webhookExecutions/count"
              FROM (SELECT count(*), count(*) FILTER (WHERE success) AS successes FROM verification) ver,
                   (SELECT count(*), count(DISTINCT name) AS names FROM tag) tags,
                   (SELECT count(*), count(*) FILTER (WHERE ended_at IS NULL) AS current FROM deployment) dep,
                   (SELECT count(*), count(*) FILTER (WHERE support_ended_at IS NULL) AS current FROM release) rel
            """;

    /** The counts by noun and kind, {@code {"pacticipants": {"count": 2, …}, …}}; one statement. */
    public ObjectNode of(Tx tx) {
        return tx.handle()
                .createQuery(COUNTS)
                .bind("recent", tx.now().minus(RECENT))
                .map((row, ctx) -> {
                    var counts = JsonNodeFactory.instance.objectNode();
                    var columns = row.getMetaData();
                    for (var i = 1; i <= columns.getColumnCount(); i++) {
                        put(counts, columns.getColumnLabel(i).split("/", 2), row.getLong(i));
                    }
                    return counts;
                })
                .one();
    }

    private static void put(ObjectNode counts, String[] place, long count) {
        counts.withObject("/" + place[0]).put(place[1], count);
    }
}
