package dev.seamwright.schemadiff.postgres.drift;

/** Why a database is not known as far as a comparison needs. */
public sealed interface Unseen {
    /** What a caller names to accept it, {@code large object} for example. */
    String topic();

    /** The reason in a sentence, with what to do about it. */
    String words();

    /** Options that the role may not see. */
    record UserMapping(String server, String role) implements Unseen {
        @Override
        public String topic() {
            return "user mapping";
        }

        @Override
        public String words() {
            return "The options of the user mapping of %s on server %s are hidden from this role; use one that owns the server, or is the mapping's and has USAGE on it."
                    .formatted(role, server);
        }
    }

    /** No capture holds the connection string, for it has secrets in it. */
    record SubscriptionConnection(String subscription) implements Unseen {
        @Override
        public String topic() {
            return "subscription connection";
        }

        @Override
        public String words() {
            return "Where subscription %s connects to is a secret that no schema records; compare it by hand."
                    .formatted(subscription);
        }
    }

    /**
     * Things that no fact tells.
     *
     * @param side whose they are, {@code live} for example
     */
    record Unmodelled(String side, String kind, long count) implements Unseen {
        @Override
        public String topic() {
            return kind;
        }

        @Override
        public String words() {
            return "The %s database has %d of what is counted only, not compared: %s.".formatted(side, count, kind);
        }
    }

    /** A server that the capture does not know how to read. */
    record ServerTooOld(String detail) implements Unseen {
        @Override
        public String topic() {
            return "server version";
        }

        @Override
        public String words() {
            return "The server %s.".formatted(detail);
        }
    }

    /** There is no connection to read anything by. */
    record NoConnection(String detail) implements Unseen {
        @Override
        public String topic() {
            return "connection";
        }

        @Override
        public String words() {
            return "No connection: %s.".formatted(detail);
        }
    }

    /** The connection was there, and the reading ended early. */
    record NotRead(String detail) implements Unseen {
        @Override
        public String topic() {
            return "reading";
        }

        @Override
        public String words() {
            return "The catalogs could not be read to their end: %s.".formatted(detail);
        }
    }

    /** Each reading found another schema. */
    record Changing() implements Unseen {
        @Override
        public String topic() {
            return "changing schema";
        }

        @Override
        public String words() {
            return "The schema was changed while it was read; ask again when the migration has ended.";
        }
    }

    /** Whether there is nothing to compare at all, which nobody can accept. */
    default boolean total() {
        return switch (this) {
            case ServerTooOld _, NoConnection _, NotRead _, Changing _ -> true;
            case UserMapping _, SubscriptionConnection _, Unmodelled _ -> false;
        };
    }
}
