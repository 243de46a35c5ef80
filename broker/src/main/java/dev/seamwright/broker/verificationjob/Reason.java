package dev.seamwright.broker.verificationjob;

import java.time.Instant;

/** Who asked for a job, and when. */
record Reason(String code, String text, Instant at) {
    /** What can ask for a job; the more urgent it is, the higher its priority. */
    enum Kind {
        CONTRACT_PUBLISHED("contract-published", 0),
        VERSION_ON_MAIN("version-on-main", 0),
        VERSION_DEPLOYED("version-deployed", 10),
        /** A can-i-deploy is unknown without it, and somebody may wait for it. */
        VERDICT("verdict", 100),
        BY_HAND("by-hand", 100);

        private final String word;
        private final int priority;

        Kind(String word, int priority) {
            this.word = word;
            this.priority = priority;
        }

        /** The spelling in the API and in the database. */
        String word() {
            return word;
        }

        int priority() {
            return priority;
        }
    }
}
