package dev.seamwright.broker.analysis;

import dev.seamwright.broker.http.Api;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;

/** {@code /api/v1/analysis}: nothing is stored, and nothing that is stored is looked at. */
public final class AnalysisRoutes {
    private final MigrationImpactRoutes migrationImpact;
    private final RlsReviewRoutes rlsReview;

    public AnalysisRoutes(Shadow shadow) {
        this.migrationImpact = new MigrationImpactRoutes(shadow);
        this.rlsReview = new RlsReviewRoutes(shadow);
    }

    public void register(Api api) {
        migrationImpact.register(api);
        rlsReview.register(api);
    }
}
