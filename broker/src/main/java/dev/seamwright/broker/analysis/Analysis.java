package dev.seamwright.broker.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.problem.BrokerException.TooMuchWork;
import dev.seamwright.broker.problem.BrokerException.Unavailable;
import dev.seamwright.broker.problem.BrokerException.Unprocessable;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.postgres.lint.MigrationLint;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What the analyses have in common: texts in a question, failures of the shadow, findings in an answer. */
public final class Analysis {
    private Analysis() {}

    /** What {@code analysis} answers; what the shadow refuses is a problem of the question. */
    public static <T> T judged(Supplier<T> analysis) {
        try {
            return analysis.get();
        } catch (Rejected rejected) {
            throw new Unprocessable(String.valueOf(rejected.getMessage()));
        } catch (MigrationLint.ShadowTooOld tooOld) {
            throw new Unavailable(String.valueOf(tooOld.getMessage()));
        } catch (Shadow.LimitReached limit) {
            throw new TooMuchWork(String.valueOf(limit.getMessage()));
        } catch (Shadow.Busy busy) {
            throw new Unavailable(busy.getMessage() + " Try again shortly.");
        }
    }

    /**
     * A member that holds SQL.
     *
     * @param place pointer to the object in the request
     */
    public static String sql(JsonNode object, String member, String place) {
        var value = object.path(member);
        if (!value.isTextual()) {
            throw new InvalidInput(place + "/" + member, "Must be a string.");
        }
        if (value.textValue().indexOf('\0') >= 0) {
            throw new InvalidInput(place + "/" + member, "Holds a zero character, which PostgreSQL does not take.");
        }
        return value.textValue();
    }

    /** How many rows tables have, by name: the member {@code rows}; none when it is absent. */
    public static Map<String, Long> rows(ObjectNode body) {
        var object = body.path("rows");
        if (object.isMissingNode()) {
            return Map.of();
        }
        if (!object.isObject()) {
            throw new InvalidInput("/rows", "Must be an object of row counts by table.");
        }
        var rows = new HashMap<String, Long>();
        object.properties().forEach(entry -> {
            if (!entry.getValue().canConvertToLong() || entry.getValue().longValue() < 0) {
                throw new InvalidInput("/rows/" + entry.getKey(), "Must be a number of rows.");
            }
            rows.put(entry.getKey(), entry.getValue().longValue());
        });
        return rows;
    }

    static void put(ArrayNode array, List<Finding> findings) {
        findings.forEach(finding -> put(array.addObject(), finding));
    }

    static void put(ObjectNode item, Finding finding) {
        item.put("rule", finding.rule().id())
                .put("level", finding.level().word())
                .put("subject", finding.subject())
                .put("message", finding.message())
                .put("rationale", finding.rule().rationale())
                .put("remedy", finding.remedy());
        finding.witness().forEach(item.putArray("witness")::add);
        var place = finding.place();
        if (place != null) {
            item.put("file", place.file()).put("line", place.line());
        }
    }
}
