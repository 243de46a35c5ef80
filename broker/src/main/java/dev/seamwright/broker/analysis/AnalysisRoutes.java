package dev.seamwright.broker.analysis;

import dev.seamwright.broker.http.Api;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;

/** {@code /api/v1/analysis}: nothing is stored, and nothing that is stored is looked at. */
public final class AnalysisRoutes {
    private final MigrationImpactRoutes migrationImpact;
    private final SchemaDiffRoutes schemaDiff;

    public AnalysisRoutes(Shadow shadow) {
        this.migrationImpact = new MigrationImpactRoutes(shadow);
        this.schemaDiff = new SchemaDiffRoutes(shadow);
    }

    public void register(Api api) {
        migrationImpact.register(api);
        schemaDiff.register(api);
    }
}
