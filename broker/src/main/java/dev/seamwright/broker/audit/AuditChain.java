package dev.seamwright.broker.audit;

import dev.seamwright.contracts.Sha256;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes the chain of an audit log, entry by entry from the first one on: {@code hash = sha256(hash before || UTF-8 of the entry)},
 * the first one after 32 zero bytes. Needs nothing but the entries, so an export can be verified without the broker.
 */
public final class AuditChain {
    private static final Sha256 START = Sha256.of(new byte[32]);

    private long good;
    private Sha256 head = START;
    private @Nullable Broken broken;

    /**
     * An entry as it is stored or exported.
     *
     * @param seq position, from 1
     * @param entry the text that the hash covers
     */
    public record Link(long seq, String entry, Sha256 hash) {}

    /** What is to be said of a log. */
    public sealed interface Result {
        /** How many entries are good, from the first one on. */
        long entries();

        /** The hash of the last good entry; zeros when there is none. */
        Sha256 head();
    }

    /** Every entry is there and as it was written. Entries cut off at the end show only against a head that was kept elsewhere. */
    public record Intact(long entries, Sha256 head) implements Result {}

    /**
     * An entry was changed, removed, added or moved.
     *
     * @param at position of the first one that is wrong
     */
    public record Broken(long entries, Sha256 head, long at, String cause) implements Result {}

    /** The hash of an entry that follows one with the hash {@code before}. */
    public static Sha256 hash(Sha256 before, String entry) {
        var digest = Sha256.digest();
        digest.update(before.bytes());
        return Sha256.of(digest.digest(entry.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Takes the next entry; what follows a broken one is not looked at.
     *
     * @return whether the chain is whole so far
     */
    public boolean add(Link link) {
        if (broken != null) {
            return false;
        }
        if (link.seq() != good + 1) {
            return fail("Entry %d is missing: the next one is %d.".formatted(good + 1, link.seq()));
        }
        if (!hash(head, link.entry()).equals(link.hash())) {
            return fail("The hash does not fit the entry and the one before it.");
        }
        good++;
        head = link.hash();
        return true;
    }

    /** Marks the entry after the good ones as wrong; always false. */
    public boolean fail(String cause) {
        broken = new Broken(good, head, good + 1, cause);
        return false;
    }

    /** After the last entry, against nothing but the chain itself. */
    public Result result() {
        return broken == null ? new Intact(good, head) : broken;
    }

    /** After the last entry, against a head that was kept elsewhere: entries cut off at the end show too. */
    public Result result(long entries, Sha256 expected) {
        if (broken == null && (good != entries || !head.equals(expected))) {
            fail(
                    good < entries
                            ? "Entries %d to %d are missing at the end.".formatted(good + 1, entries)
                            : "The log does not end with the head that was kept, entry %d.".formatted(entries));
        }
        return result();
    }
}
