package dev.seamwright.broker.contractdiff;

import dev.seamwright.broker.contractdiff.ContractDiff.Consumer;
import dev.seamwright.broker.contractdiff.ContractDiff.Found;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.contracts.openapi.Place;
import dev.seamwright.schemadiff.openapi.rules.OpenApiReview;
import dev.seamwright.verifier.footprint.ConsumerImpact;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What changed between two OpenAPI documents, and which of the consumers that run each change hits. */
final class OpenApiDiff {
    private OpenApiDiff() {}

    static ContractDiff of(
            OpenApiDocument before,
            OpenApiDocument after,
            LocalDate today,
            List<dev.seamwright.verifier.footprint.Consumer> consumers) {
        var review = OpenApiReview.of(before, after, today);
        var impact = ConsumerImpact.of(review, consumers);
        var findings = new ArrayList<Found>();
        for (var touched : impact.findings()) {
            var finding = touched.finding().finding();
            findings.add(new Found(
                    finding.rule().id(),
                    finding.level(),
                    finding.subject(),
                    finding.message(),
                    finding.rule().rationale(),
                    finding.remedy(),
                    finding.witness(),
                    pointer(touched.finding().before()),
                    pointer(touched.finding().after()),
                    touched.hits().stream()
                            .map(hit -> new Consumer(
                                    hit.consumer().name(),
                                    hit.consumer().version(),
                                    hit.consumer().environments(),
                                    hit.certainty().word(),
                                    hit.why()))
                            .toList()));
        }
        return new ContractDiff(findings, review.warnings());
    }

    private static @Nullable String pointer(@Nullable Place place) {
        return place == null ? null : place.pointer();
    }
}
