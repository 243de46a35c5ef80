package dev.seamwright.broker.migration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.analysis.Analysis;
import dev.seamwright.broker.contract.ContractService;
import dev.seamwright.broker.environment.EnvironmentService;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.migration.Question.Release;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.verdict.VerdictQuestions;
import dev.seamwright.broker.version.VersionService;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import dev.seamwright.contracts.dbschema.DatabaseSchemaJson;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.postgres.source.MigrationStep;
import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;

/** Our API's verdict on migrations. */
public final class MigrationRoutes {
    private static final int MOST_FILES = 2_000;
    private static final int MOST = 100;

    private final NeighbourService neighbours;
    private final MigrationService migrations;

    public MigrationRoutes(
            ParticipantService participants,
            VersionService versions,
            EnvironmentService environments,
            ContractService contracts,
            Shadow shadow) {
        this.neighbours = new NeighbourService(participants, versions, environments, contracts);
        this.migrations = new MigrationService(shadow);
    }

    public void register(Api api) {
        api.compute("/api/v1/verdicts/can-i-migrate", ctx -> canIMigrate(api, ctx));
    }

    private void canIMigrate(Api api, Context ctx) {
        var question = question(Requests.envelope(ctx));
        var known = api.inRead(ctx, tx -> neighbours.of(tx, question));
        var verdict = Analysis.judged(() -> migrations.answer(question, known));
        Answers.json(ctx, 200, MigrationVerdictJson.of(verdict));
    }

    private static Question question(ObjectNode body) {
        return new Question(
                new ParticipantName(VerdictQuestions.required(body, "database", "")),
                VerdictQuestions.target(body),
                candidate(body),
                Analysis.rows(body),
                VerdictQuestions.list(body, "with", MOST, MigrationRoutes::release),
                VerdictQuestions.list(body, "ignore", MOST, VerdictQuestions::ignore));
    }

    private static Candidate candidate(ObjectNode body) {
        if (body.has("schema") == body.has("migration")) {
            throw new InvalidInput("", "Must have either a migration, or the schema after it.");
        }
        return body.has("schema") ? schema(body.path("schema")) : migration(body);
    }

    private static Candidate.Schema schema(JsonNode schema) {
        var name = VerdictQuestions.required(schema, "name", "/schema");
        var content = VerdictQuestions.required(schema, "content", "/schema");
        try {
            return new Candidate.Schema(
                    name, DatabaseSchemaJson.read(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8))));
        } catch (InvalidInput refused) {
            throw new InvalidInput(refused.details().stream()
                    .map(detail -> new InvalidInput.Detail("/schema/content" + detail.pointer(), detail.detail()))
                    .toList());
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory cannot fail", impossible);
        }
    }

    private static Candidate.Migration migration(ObjectNode body) {
        if (!(body.get("migration") instanceof ArrayNode array) || array.isEmpty() || array.size() > MOST_FILES) {
            throw new InvalidInput(
                    "/migration", "Must be an array of 1 to %d files, in their order.".formatted(MOST_FILES));
        }
        var steps = new ArrayList<MigrationStep>();
        var texts = new HashMap<String, String>();
        for (var i = 0; i < array.size(); i++) {
            var place = "/migration/" + i;
            var name = VerdictQuestions.required(array.get(i), "name", place);
            var sql = Analysis.sql(array.get(i), "sql", place);
            if (texts.put(name, sql) != null) {
                throw new InvalidInput(place + "/name", "Is the name of another file, too.");
            }
            var script = Analysis.judged(() -> Script.parse(name, sql));
            var inTransaction = array.get(i).path("inTransaction");
            if (!inTransaction.isMissingNode() && !inTransaction.isNull() && !inTransaction.isBoolean()) {
                throw new InvalidInput(place + "/inTransaction", "Must be true, false or null.");
            }
            steps.add(
                    inTransaction.isBoolean()
                            ? MigrationStep.of(script, inTransaction.booleanValue())
                            : MigrationStep.of(script));
        }
        return new Candidate.Migration(steps, texts);
    }

    private static Release release(JsonNode item, String place) {
        return new Release(
                new ParticipantName(VerdictQuestions.required(item, "participant", place)),
                new VersionNumber(VerdictQuestions.required(item, "version", place)));
    }
}
