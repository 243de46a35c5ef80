package dev.seamwright.broker.analysis;

import dev.seamwright.broker.http.Api;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import java.time.Clock;

/** {@code /api/v1/analysis}: nothing is stored, and nothing that is stored is looked at. */
public final class AnalysisRoutes {
    private final CrossCheckRoutes crossCheck = new CrossCheckRoutes();
    private final MigrationImpactRoutes migrationImpact;
    private final MigrationLintRoutes migrationLint;
    private final SchemaDiffRoutes schemaDiff;
    private final RlsReviewRoutes rlsReview;
    private final OpenApiDiffRoutes openApiDiff;
    private final OpenApiUsageRoutes openApiUsage = new OpenApiUsageRoutes();

    public AnalysisRoutes(Shadow shadow, Clock clock) {
        this.migrationImpact = new MigrationImpactRoutes(shadow);
        this.migrationLint = new MigrationLintRoutes(shadow);
        this.schemaDiff = new SchemaDiffRoutes(shadow);
        this.rlsReview = new RlsReviewRoutes(shadow);
        this.openApiDiff = new OpenApiDiffRoutes(clock);
    }

    public void register(Api api) {
        crossCheck.register(api);
        migrationImpact.register(api);
        migrationLint.register(api);
        schemaDiff.register(api);
        rlsReview.register(api);
        openApiDiff.register(api);
        openApiUsage.register(api);
    }
}
