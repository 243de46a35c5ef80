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
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

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
        var question = question(Requests.object(ctx));
        var known = api.inRead(ctx, tx -> neighbours.of(tx, question));
        var verdict = Analysis.judged(() -> migrations.answer(question, known));
        Answers.json(ctx, 200, MigrationVerdictJson.of(verdict));
    }

    private static Question question(ObjectNode body) {
        return new Question(
                new ParticipantName(VerdictQuestions.required(body, "database", "")),
                VerdictQuestions.target(body),
                files(body),
                VerdictQuestions.list(body, "with", MOST, MigrationRoutes::release),
                VerdictQuestions.list(body, "ignore", MOST, VerdictQuestions::ignore));
    }

    private static List<Script> files(ObjectNode body) {
        if (!(body.get("migration") instanceof ArrayNode array) || array.isEmpty() || array.size() > MOST_FILES) {
            throw new InvalidInput(
                    "/migration", "Must be an array of 1 to %d files, in their order.".formatted(MOST_FILES));
        }
        var scripts = new ArrayList<Script>();
        var names = new HashSet<String>();
        for (var i = 0; i < array.size(); i++) {
            var place = "/migration/" + i;
            var name = VerdictQuestions.required(array.get(i), "name", place);
            if (!names.add(name)) {
                throw new InvalidInput(place + "/name", "Is the name of another file, too.");
            }
            var sql = Analysis.sql(array.get(i), "sql", place);
            scripts.add(Analysis.judged(() -> Script.parse(name, sql)));
        }
        return scripts;
    }

    private static Release release(JsonNode item, String place) {
        return new Release(
                new ParticipantName(VerdictQuestions.required(item, "participant", place)),
                new VersionNumber(VerdictQuestions.required(item, "version", place)));
    }
}
