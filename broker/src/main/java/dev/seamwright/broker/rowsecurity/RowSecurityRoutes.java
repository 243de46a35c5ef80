package dev.seamwright.broker.rowsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.analysis.Analysis;
import dev.seamwright.broker.contract.ContractService;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.problem.BrokerException.Unprocessable;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.DatabaseSchemaJson;
import dev.seamwright.contracts.dbusage.DatabaseUsageJson;
import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.contracts.dbusage.Identity.Tenant;
import dev.seamwright.schemadiff.postgres.rls.ReviewedRoles;
import dev.seamwright.schemadiff.postgres.rls.ReviewedSchema;
import dev.seamwright.schemadiff.postgres.rls.RlsJson;
import dev.seamwright.schemadiff.postgres.rls.RlsReview;
import dev.seamwright.schemadiff.postgres.rls.RlsReview.NotReviewable;
import dev.seamwright.schemadiff.postgres.rls.RlsReview.Question;
import dev.seamwright.schemadiff.postgres.rls.SessionSetup;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a stored schema keeps tenants apart. The schema is read first; while the shadow works, no connection is held. */
public final class RowSecurityRoutes {
    private final ContractService contracts;
    private final RlsReview review;

    public RowSecurityRoutes(ContractService contracts, Shadow shadow) {
        this.contracts = contracts;
        this.review = new RlsReview(shadow);
    }

    public void register(Api api) {
        api.compute("/api/v1/analysis/rls-review/{sha256}", ctx -> review(api, ctx));
    }

    private void review(Api api, Context ctx) {
        var sha256 = Sha256.parse(ctx.pathParam("sha256"));
        var body = Requests.object(ctx);
        var identity = identity(body);
        var role = identity.role();
        if (role == null) {
            throw new InvalidInput("/identity/role", "Is missing: say as which login the application comes.");
        }
        var roles = Script.parse("roles", body.has("roles") ? Analysis.sql(body, "roles", "") : "");
        var schema = schema(api.inRead(ctx, tx -> contracts.document(tx, ContractKind.DB_SCHEMA, sha256)));
        var answer = Analysis.judged(() -> {
            try {
                return review.review(new Question(
                        new ReviewedRoles.Made(roles),
                        new ReviewedSchema.Facts(schema),
                        role,
                        session(identity, body),
                        body.path("identity").has("pool") ? identity.pool() : null));
            } catch (NotReviewable wrong) {
                throw new Unprocessable(String.valueOf(wrong.getMessage()));
            }
        });
        Answers.json(ctx, 200, RlsJson.of(answer));
    }

    /** As a usage has it, and checked as there. */
    private static Identity identity(ObjectNode body) {
        JsonNode given = body.path("identity");
        if (!given.isObject()) {
            throw new InvalidInput("/identity", "Must be an object with the role, as in a db-usage document.");
        }
        var usage = JsonNodeFactory.instance.objectNode().put("format", "db-usage/1");
        usage.set("identity", given);
        usage.putArray("statements");
        return DatabaseUsageJson.of(usage).identity();
    }

    private static SessionSetup session(Identity identity, ObjectNode body) {
        var path = String.join(
                ", ",
                identity.searchPath().stream()
                        .map(schema -> '"' + schema.replace("\"", "\"\"") + '"')
                        .toList());
        var first = path.isEmpty() ? List.<String>of() : List.of("SET search_path = " + path);
        var value = tenant(body);
        return switch (identity.tenant()) {
            case Tenant.Setting(var name, var scope) -> new SessionSetup.BySetting(name, scope, value, first);
            case Tenant.None _, Tenant.RolePerTenant _ ->
                new SessionSetup.Statements(Script.parse("session", String.join(";\n", first)));
        };
    }

    private static @Nullable String tenant(ObjectNode body) {
        return body.has("tenant") ? Analysis.sql(body, "tenant", "") : null;
    }

    private static DatabaseSchema schema(byte[] document) {
        try {
            return DatabaseSchemaJson.read(new ByteArrayInputStream(document));
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory cannot fail", impossible);
        }
    }
}
