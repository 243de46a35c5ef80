package dev.seamwright.broker.impact;

import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.util.List;
import java.util.Locale;

/**
 * What a change breaks, of what is known.
 *
 * @param participant whose contract changes
 * @param kind of the contract
 * @param changes what changes, in order
 * @param baselines what it was tried on
 * @param hits consumers that are hit, those that surely fail first
 * @param untouched consumers that go on working
 * @param alternative how to make the change without breaking anybody
 * @param notes what was not tried as it is, as sentences
 */
record Impact(
        ParticipantName participant,
        ContractKind kind,
        List<Changed> changes,
        List<Baseline> baselines,
        List<Hit> hits,
        List<Party> untouched,
        List<Step> alternative,
        List<String> notes) {
    Impact {
        changes = List.copyOf(changes);
        baselines = List.copyOf(baselines);
        hits = List.copyOf(hits);
        untouched = List.copyOf(untouched);
        alternative = List.copyOf(alternative);
        notes = List.copyOf(notes);
    }

    /** How much is known; in the order of weight. */
    enum Certainty {
        /** It was executed, or compared, and fails. */
        PROVED,
        /** It meets the change, and may fail. */
        POSSIBLE,
        /** Nobody can say. */
        UNKNOWN;

        /** The spelling in reports and in the API. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The answer in a word. */
    enum Breaks {
        YES,
        POSSIBLY,
        UNKNOWN,
        NO;

        /** The spelling in reports and in the API. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A part of the change.
     *
     * @param text a statement, or what changes in a document
     * @param level {@code breaking}, {@code risky}, {@code safe}, {@code undecided}; of a statement empty
     */
    record Changed(String text, String level) {}

    /**
     * A contract of the participant.
     *
     * @param places environments where it stands
     * @param newest whether it is the newest, or the head of the main branch
     */
    record Baseline(VersionNumber version, List<String> places, boolean newest) {
        Baseline {
            places = List.copyOf(places);
        }
    }

    /** A version of a consumer, and where it stands. */
    record Party(ParticipantName name, VersionNumber version, List<String> places, boolean newest) {
        Party {
            places = List.copyOf(places);
        }
    }

    /** A version that is hit. */
    record Hit(Party consumer, Certainty certainty, List<Touch> touches) {
        Hit {
            touches = List.copyOf(touches);
        }
    }

    /**
     * An interaction or a statement that is hit.
     *
     * @param subject its name in the consumer's contract
     * @param quote the statement itself; empty: none
     * @param sources where it stands in the consumer's repository, as it recorded that; a pointer into a pact
     * @param why in a sentence
     * @param witness what shows it, PostgreSQL's error for example; empty: nothing does
     * @param sqlState of PostgreSQL's error; empty: none
     */
    record Touch(
            String subject,
            String quote,
            List<String> sources,
            Certainty certainty,
            String why,
            String witness,
            String sqlState) {
        Touch {
            sources = List.copyOf(sources);
        }
    }

    /** When a step of the safe way comes. */
    enum When {
        NOW,
        NEXT,
        LATER;

        /** The spelling in reports and in the API. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A step of the safe way. */
    record Step(When when, String text) {}

    /** The answer in a word. */
    Breaks breaks() {
        if (hits.stream().anyMatch(hit -> hit.certainty() == Certainty.PROVED)) {
            return Breaks.YES;
        }
        if (hits.stream().anyMatch(hit -> hit.certainty() == Certainty.POSSIBLE)) {
            return Breaks.POSSIBLY;
        }
        return !hits.isEmpty() || baselines.isEmpty() ? Breaks.UNKNOWN : Breaks.NO;
    }
}
