package dev.seamwright.schemadiff.postgres.rls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A login in a state.
 *
 * @param assumed the role to which it changes; null: none
 * @param prelude statements that are executed once, each committed
 * @param each statements that are executed at the begin of every transaction
 */
record Actor(State state, String login, @Nullable String assumed, List<String> prelude, List<String> each) {
    Actor {
        prelude = List.copyOf(prelude);
        each = List.copyOf(each);
    }

    /** What the session did before the probe. */
    enum State {
        /** It was set up as tenant A. */
        TENANT("as tenant A"),
        /** It was never set up. */
        FORGOTTEN("in a session that was never set up"),
        /** Its identity was set for a transaction that is over. */
        POOLED("after the transaction that set the identity"),
        /** Its connection was tenant B's before, and what set B is still set. */
        INHERITED("on a connection that another tenant used before"),
        /** Users wrote another tenant into what is theirs to write. */
        FORGED("with a tenant that the user wrote into the own metadata"),
        /** Set up as tenant A, it changed to another role. */
        ASSUMED("as tenant A, after SET ROLE");

        private final String words;

        State(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** The role whose privileges count. */
    String role() {
        return assumed == null ? login : assumed;
    }
}
