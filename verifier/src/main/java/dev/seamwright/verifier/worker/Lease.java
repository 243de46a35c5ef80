package dev.seamwright.verifier.worker;

import dev.seamwright.verifier.worker.Jobs.Reply;
import dev.seamwright.verifier.worker.Jobs.Unavailable;
import java.time.Duration;

/**
 * Keeps a job's lease, from a thread of its own: what the replay does, or waits for, delays no heartbeat. A broker that cannot be asked
 * is asked again until the lease must be over.
 */
final class Lease implements AutoCloseable {
    private static final int BEATS_IN_A_LEASE = 3;
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);

    private final Job job;
    private final Jobs jobs;
    private final Runnable whenLost;
    private final Thread thread;
    private volatile long endsAt;
    private volatile boolean lost;

    private Lease(Job job, Jobs jobs, Runnable whenLost) {
        this.job = job;
        this.jobs = jobs;
        this.whenLost = whenLost;
        this.endsAt = System.nanoTime() + job.lease().toNanos();
        this.thread = Thread.ofVirtual().name("heartbeat").unstarted(this::beat);
    }

    /** @param whenLost told once, by the thread of the heartbeats */
    static Lease keep(Job job, Jobs jobs, Runnable whenLost) {
        var lease = new Lease(job, jobs, whenLost);
        lease.thread.start();
        return lease;
    }

    private void beat() {
        var pause = job.lease().dividedBy(BEATS_IN_A_LEASE);
        try {
            while (true) {
                Thread.sleep(pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause);
                var asked = System.nanoTime();
                try {
                    if (jobs.heartbeat(job) == Reply.LEASE_LOST) {
                        lose();
                        return;
                    }
                    endsAt = asked + job.lease().toNanos();
                } catch (Unavailable _) {
                    if (isOver()) {
                        lose();
                        return;
                    }
                }
            }
        } catch (InterruptedException _) {
            // the job is over
        }
    }

    private void lose() {
        lost = true;
        whenLost.run();
    }

    boolean isLost() {
        return lost || isOver();
    }

    private boolean isOver() {
        return System.nanoTime() - endsAt > 0;
    }

    /** How long it lasts without another heartbeat. */
    Duration left() {
        var left = Duration.ofNanos(endsAt - System.nanoTime());
        return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
