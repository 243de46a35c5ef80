package dev.seamwright.broker.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.matrix.Destination;
import dev.seamwright.broker.matrix.Matrix;
import dev.seamwright.broker.matrix.MatrixRow;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Verdicts as our API shows them. */
final class VerdictJson {
    private VerdictJson() {}

    /**
     * One answer of the verdicts on several targets, at least one.
     *
     * @param witnesses an array of statements or findings for rows that fail
     * @param work the jobs of rows that have no result
     */
    static ObjectNode of(List<Verdict> verdicts, Map<MatrixRow, JsonNode> witnesses, Map<MatrixRow, JsonNode> work) {
        var json = object();
        json.put("deployable", Verdict.deployable(verdicts).word());
        var reasons = json.putArray("reasons");
        Verdict.reasons(verdicts).forEach(reason -> reasons.add(reason(reason)));
        var rows = json.putArray("rows");
        for (var verdict : verdicts) {
            var matrix = verdict.matrix();
            for (var row : matrix.rows()) {
                var shown = row(row, matrix);
                var witness = witnesses.get(row);
                if (witness != null && witness.isArray()) {
                    shown.set(row.kind() == ContractKind.PACT ? "findings" : "statements", witness);
                }
                var job = work.get(row);
                if (job != null) {
                    shown.set("job", job);
                }
                rows.add(shown);
            }
        }
        return json.put("success", sum(verdicts, Verdict::successful))
                .put("failed", sum(verdicts, Verdict::failed))
                .put("unknown", sum(verdicts, Verdict::unknown))
                .put("ignored", sum(verdicts, Verdict::ignored));
    }

    private static int sum(List<Verdict> verdicts, ToIntFunction<Verdict> count) {
        return verdicts.stream().mapToInt(count).sum();
    }

    private static ObjectNode row(MatrixRow row, Matrix matrix) {
        var json = object();
        if (!(matrix.query().destination() instanceof Destination.Anything)) {
            json.set("target", target(matrix.query().destination()));
        }
        json.put("consumer", row.consumer().value());
        json.put("consumerVersion", matrix.number(row.consumerVersionId()));
        json.put("provider", row.provider().value());
        var providerVersion = row.providerVersionId();
        if (providerVersion != null) {
            json.put("providerVersion", matrix.number(providerVersion));
        }
        json.put("kind", row.kind().word());
        var result = row.result();
        if (result == null) {
            json.put("result", "missing");
        } else {
            json.put("result", result.success() ? "success" : "failure");
            json.put("method", result.method().word());
            json.put("verificationNumber", result.number());
            json.put("verifiedAt", result.verifiedAt().toString());
        }
        return json.put("ignored", row.ignored());
    }

    private static ObjectNode target(Destination destination) {
        var json = object();
        return switch (destination) {
            case Destination.Environment d ->
                json.put("type", "environment").put("environment", d.name().value());
            case Destination.Branch d ->
                json.put("type", "branch").put("branch", d.branch().value());
            case Destination.Tag d -> json.put("type", "tag").put("tag", d.tag().value());
            case Destination.MainBranch d -> json.put("type", "main-branch");
            case Destination.Latest d -> json.put("type", "latest");
            case Destination.Anything d -> throw new IllegalArgumentException("anything is no target");
        };
    }

    private static ObjectNode reason(Reason reason) {
        var json = object();
        var subject = object();
        var type = switch (reason) {
            case Reason.AllSuccessful r -> "all-successful";
            case Reason.NoDependencies r -> "no-dependencies";
            case Reason.NoEnvironment r -> "no-environment";
            case Reason.VersionMissing r -> {
                subject.put("selector", r.selector());
                yield "version-missing";
            }
            case Reason.NoVersionNumber r -> {
                subject.put("selector", r.selector());
                yield "no-version-number";
            }
            case Reason.IgnoredUnknown r -> {
                subject.put("participant", r.ignore().participant().value());
                var version = r.ignore().version();
                if (version != null) {
                    subject.put("version", version.value());
                }
                yield "ignored-unknown";
            }
            case Reason.Mismatch r -> {
                subject.put("participant", r.mismatch().participant().value());
                r.mismatch().recorded().forEach(json.putArray("recorded")::add);
                r.mismatch().observed().forEach(json.putArray("observed")::add);
                yield "record-mismatch";
            }
            case Reason.BreaksNobody r -> {
                put(r.found(), subject, json);
                yield "breaks-nobody";
            }
            case Reason.BreaksAnyone r -> {
                put(r.found(), subject, json);
                yield "breaks-anyone";
            }
            case Reason.NeverVerified r -> {
                pair(subject, r.consumer(), r.version(), r.provider(), null);
                yield "never-verified";
            }
            case Reason.NotVerified r -> {
                pair(subject, r.consumer(), r.version(), r.provider(), r.providerVersion());
                if (r.gap() != null) {
                    json.put("lacks", r.gap().kind().word());
                }
                yield "not-verified";
            }
            case Reason.ProviderMissing r -> {
                pair(subject, r.consumer(), r.version(), r.provider(), null);
                yield "provider-missing";
            }
            case Reason.Failed r -> {
                pair(subject, r.consumer(), r.version(), r.provider(), r.providerVersion());
                yield "failed";
            }
        };
        json.put("type", type);
        json.put("level", reason.level().name().toLowerCase(Locale.ROOT));
        json.put("text", reason.text());
        if (!subject.isEmpty()) {
            json.set("subject", subject);
        }
        return json;
    }

    private static void put(Break found, ObjectNode subject, ObjectNode json) {
        subject.put("participant", found.participant().value());
        subject.put("version", found.version().value());
        json.put("before", found.before().value()).put("breaking", found.count());
        found.findings().forEach(json.putArray("changes")::add);
    }

    private static void pair(
            ObjectNode subject,
            ParticipantName consumer,
            VersionNumber consumerVersion,
            ParticipantName provider,
            @Nullable VersionNumber providerVersion) {
        subject.put("consumer", consumer.value());
        subject.put("consumerVersion", consumerVersion.value());
        subject.put("provider", provider.value());
        if (providerVersion != null) {
            subject.put("providerVersion", providerVersion.value());
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
