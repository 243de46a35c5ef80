package dev.seamwright.broker.webhook;

import dev.seamwright.broker.db.Tx;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * May a version be deployed, as formats tell it.
 *
 * @param reason what decided, for people
 * @param rows what it rests on, problems first
 * @param more how many rows there are besides
 */
public record Judgement(Answer answer, String reason, List<Row> rows, int more) {
    public Judgement {
        rows = List.copyOf(rows);
    }

    /** The answer; {@code ERROR} when nobody could find out, which is never shown as a success. */
    public enum Answer {
        YES,
        NO,
        UNKNOWN,
        ERROR
    }

    /**
     * A pair of a contract and a provider's version.
     *
     * @param state {@code failed}, {@code missing}, {@code unknown} or {@code successful}
     */
    public record Row(String consumer, String provider, String kind, String state) {}

    /** Who judges: the verdict of <em>can-i-deploy</em>. */
    public interface Judge {
        /** @param environment null: the main branches */
        Judgement of(Tx tx, ParticipantName participant, VersionNumber version, @Nullable EnvironmentName environment);
    }

    static Judgement error(String reason) {
        return new Judgement(Answer.ERROR, reason, List.of(), 0);
    }
}
