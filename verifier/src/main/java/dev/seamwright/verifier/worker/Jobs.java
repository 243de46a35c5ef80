package dev.seamwright.verifier.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The broker, as a worker sees it. */
public interface Jobs {
    /**
     * A provider that a worker can ask.
     *
     * @param versions empty: any
     */
    record Offer(String provider, List<String> versions) {
        public Offer {
            versions = List.copyOf(versions);
        }
    }

    /** What the broker says to something that is done for a job. */
    enum Reply {
        ACCEPTED,
        /** The lease is over, or the job is cancelled: somebody else's results count. */
        LEASE_LOST
    }

    /** It cannot be asked now: later it may be. */
    final class Unavailable extends Exception {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** It has understood, and wants none of it. */
    final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        public Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Takes a job, with a lease; empty when there was none within the time. */
    Optional<Job> claim(List<Offer> offers, Duration wait) throws Unavailable;

    /** The contract of a job. */
    byte[] contract(Job job) throws Unavailable, Refused;

    /** Makes the lease last longer. */
    Reply heartbeat(Job job) throws Unavailable;

    /** Hands in what was found out. */
    Reply result(Job job, boolean success, ObjectNode results, String log) throws Unavailable, Refused;

    /** Gives a job back. */
    Reply failure(Job job, String cause, boolean retry, String log) throws Unavailable, Refused;
}
