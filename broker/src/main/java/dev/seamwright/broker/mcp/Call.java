package dev.seamwright.broker.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.impact.ImpactService;
import dev.seamwright.contracts.InvalidInput;
import java.util.function.Function;

/**
 * A call of a tool.
 *
 * @param arguments as the tool's schema describes them
 */
record Call(ObjectNode arguments, Access access) {
    /** The caller's workspace. */
    interface Access extends ImpactService.Reader {
        /** A transaction that changes something; the caller must be allowed to. */
        <T> T write(Function<Tx, T> work);

        Agent agent();

        /** What links begin with. */
        String baseUrl();
    }

    String text(String name) {
        return Requests.required(arguments, name);
    }

    String text(String name, String otherwise) {
        var given = Requests.text(arguments, name);
        return given == null ? otherwise : given;
    }

    boolean flag(String name, boolean otherwise) {
        return Requests.flag(arguments, name).orElse(otherwise);
    }

    /** A whole number. */
    int number(String name, int least, int most, int otherwise) {
        var given = arguments.path(name);
        if (given.isMissingNode() || given.isNull()) {
            return otherwise;
        }
        if (!given.isInt() || given.intValue() < least || given.intValue() > most) {
            throw new InvalidInput("/" + name, "Must be a whole number from %d to %d.".formatted(least, most));
        }
        return given.intValue();
    }
}
