package dev.seamwright.broker.mcp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.contract.ContractApiRoutes;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Idempotency;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.verificationjob.VerificationJobService;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.util.List;
import java.util.function.Function;

/**
 * What changes something. Both need the scope to publish, do nothing but say what they would do unless they are told otherwise, and write into the
 * audit log which agent asked, on whose behalf.
 */
final class WriteTools {
    private final ParticipantService participants;
    private final ContractApiRoutes publishing;
    private final VerificationJobService jobs;

    WriteTools(ParticipantService participants, ContractApiRoutes publishing, VerificationJobService jobs) {
        this.participants = participants;
        this.publishing = publishing;
        this.jobs = jobs;
    }

    List<Tool> all() {
        return List.of(
                new Tool(
                        "publish_contract",
                        "Publish a contract",
                        "WRITES. Publishes a pact, an OpenAPI document, a database schema or a usage of one for a version. A dry run unless dry_run is false; needs a token with the scope publish.",
                        written()
                                .required("participant", "Who publishes.")
                                .required("version", "Which version of it, a commit for example.")
                                .required("kind", "pact, openapi, db-schema or db-usage.")
                                .required("content", "The document.")
                                .text("provider", "Of a pact or a usage: from whom it needs something.")
                                .text("branch", "The branch of the version.")
                                .schema(),
                        true,
                        this::publish),
                new Tool(
                        "request_verification",
                        "Ask for verifications",
                        "WRITES. Makes the verification jobs of a provider anew, before others; its workers or its CI do them. A dry run unless dry_run is false; needs a token with the scope publish.",
                        written()
                                .required("provider", "Whose verifications.")
                                .text("provider_version", "Of which version; without it, of any.")
                                .text("consumer", "With which consumer; without it, with any.")
                                .schema(),
                        true,
                        this::verify));
    }

    private static Inputs written() {
        return new Inputs()
                .flag("dry_run", true, "true: nothing is changed, and the answer says what would be.")
                .text("idempotency_key", "A key of your own: a retry with it changes nothing more.")
                .text("on_behalf_of", "The human for whom you act; goes into the audit log.");
    }

    private ToolAnswer publish(Call call) {
        var participant = new ParticipantName(call.text("participant"));
        var version = new VersionNumber(call.text("version"));
        var body = JsonNodeFactory.instance.objectNode();
        var branch = call.text("branch", "");
        if (!branch.isEmpty()) {
            body.put("branch", branch);
        }
        var contract = body.putArray("contracts")
                .addObject()
                .put("kind", call.text("kind"))
                .put("content", call.text("content"));
        var provider = call.text("provider", "");
        if (!provider.isEmpty()) {
            contract.put("provider", provider);
        }
        return write(call, "publish_contract", tx -> {
            var answer = publishing.publish(
                    tx, participant, version, body, call.access().baseUrl());
            var told = JsonNodeFactory.instance.objectNode();
            var lines = told.putArray("lines");
            answer.path("notices")
                    .forEach(notice -> lines.add(notice.path("text").asText()));
            return told;
        });
    }

    private ToolAnswer verify(Call call) {
        var provider = new ParticipantName(call.text("provider"));
        var version = call.text("provider_version", "");
        var consumer = call.text("consumer", "");
        return write(call, "request_verification", tx -> {
            var told = JsonNodeFactory.instance.objectNode();
            var lines = told.putArray("lines");
            jobs.again(
                            tx,
                            participants.get(tx, provider),
                            version.isEmpty() ? null : new VersionNumber(version),
                            consumer.isEmpty() ? null : new ParticipantName(consumer))
                    .forEach(lines::add);
            if (lines.isEmpty()) {
                lines.add("no job is known that nobody works on: nothing has to be verified, or nothing was published");
            }
            return told;
        });
    }

    /** Ends the transaction of a dry run. */
    private static final class NothingIsKept extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient ObjectNode answer;

        NothingIsKept(ObjectNode answer) {
            super("a dry run", null, false, false);
            this.answer = answer;
        }
    }

    private static ToolAnswer write(Call call, String tool, Function<Tx, ObjectNode> work) {
        if (call.flag("dry_run", true)) {
            try {
                return call.access().write(tx -> {
                    throw new NothingIsKept(work.apply(tx));
                });
            } catch (NothingIsKept dry) {
                return answer("dry-run", "A dry run: nothing was changed. This is what would be.", dry.answer);
            }
        }
        var key = call.text("idempotency_key", "");
        var done = call.access().write(tx -> {
            if (key.isEmpty()) {
                return audited(tx, call, tool, work);
            }
            return Idempotency.once(tx, key, call.arguments(), () -> audited(tx, call, tool, work));
        });
        return answer("done", "Done.", done);
    }

    private static ObjectNode audited(Tx tx, Call call, String tool, Function<Tx, ObjectNode> work) {
        var answer = work.apply(tx);
        var agent = call.access().agent();
        var change = tx.audit("agent.act").put("tool", tool).put("agent", agent.name());
        var onBehalfOf = new Agent("", call.text("on_behalf_of", agent.onBehalfOf())).onBehalfOf();
        if (!onBehalfOf.isEmpty()) {
            change.put("onBehalfOf", onBehalfOf);
        }
        return answer;
    }

    private static ToolAnswer answer(String word, String head, ObjectNode told) {
        var lines = told.path("lines").valueStream().map(line -> line.asText()).toList();
        return new ToolAnswer(word, head, String.join("\n", lines));
    }
}
