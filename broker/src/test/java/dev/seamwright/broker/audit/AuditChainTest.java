package dev.seamwright.broker.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.seamwright.broker.audit.AuditChain.Broken;
import dev.seamwright.broker.audit.AuditChain.Intact;
import dev.seamwright.broker.audit.AuditChain.Link;
import dev.seamwright.contracts.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AuditChainTest {
    private static final Sha256 ZEROS = Sha256.of(new byte[32]);

    private static List<Link> log(int entries) {
        var log = new ArrayList<Link>();
        var head = ZEROS;
        for (var i = 1; i <= entries; i++) {
            var entry = "{\"at\":\"2026-11-23T00:00:00Z\",\"principal\":\"jürgen\",\"n\":" + i + "}";
            head = AuditChain.hash(head, entry);
            log.add(new Link(i, entry, head));
        }
        return log;
    }

    private static AuditChain.Result verify(List<Link> log, List<Link> original) {
        var chain = new AuditChain();
        log.forEach(chain::add);
        return chain.result(
                original.size(), original.isEmpty() ? ZEROS : original.getLast().hash());
    }

    @Test
    void the_hash_is_what_any_tool_computes() {
        // (head -c 32 /dev/zero; printf a) | sha256sum
        assertEquals(
                "41a0370c3d9f42773a59e8e01651911cf43b1e3f66944cbb690029debc4eb647",
                AuditChain.hash(ZEROS, "a").hex());
    }

    @Test
    void a_log_as_it_was_written_is_intact() {
        for (var size : new int[] {0, 1, 2, 50}) {
            var log = log(size);
            assertEquals(new Intact(size, size == 0 ? ZEROS : log.getLast().hash()), verify(log, log));
        }
    }

    @Test
    void every_mutation_is_found_at_its_place() {
        var seed = 20261123L;
        var random = new Random(seed);
        for (var round = 0; round < 1000; round++) {
            var original = log(2 + random.nextInt(20));
            var log = new ArrayList<>(original);
            var i = random.nextInt(log.size());
            var link = log.get(i);
            var at = switch (round % 7) {
                case 0 -> { // edit
                    log.set(i, new Link(link.seq(), link.entry().replace("jürgen", "jurgen"), link.hash()));
                    yield i;
                }
                case 1 -> { // edit, with the hash made to fit
                    var before = i == 0 ? ZEROS : log.get(i - 1).hash();
                    var entry = link.entry() + " ";
                    log.set(i, new Link(link.seq(), entry, AuditChain.hash(before, entry)));
                    yield i + 1; // it fits itself: the next one tells, or the head
                }
                case 2 -> { // delete
                    log.remove(i);
                    yield i;
                }
                case 3 -> { // delete, with the positions made to fit
                    log.remove(i);
                    for (var j = i; j < log.size(); j++) {
                        var later = log.get(j);
                        log.set(j, new Link(j + 1L, later.entry(), later.hash()));
                    }
                    yield i;
                }
                case 4 -> { // insert
                    log.add(i, link);
                    yield i + 1;
                }
                case 5 -> { // reorder
                    var other = (i + 1) % log.size();
                    var first = Math.min(i, other);
                    var there = log.get(other);
                    log.set(i, new Link(link.seq(), there.entry(), there.hash()));
                    log.set(other, new Link(there.seq(), link.entry(), link.hash()));
                    yield first;
                }
                default -> { // truncate
                    log.subList(i, log.size()).clear();
                    yield i;
                }
            };
            var result = assertInstanceOf(Broken.class, verify(log, original), "seed " + seed + " round " + round);
            assertEquals(at + 1, result.at(), "seed " + seed + " round " + round);
            assertEquals(at, result.entries());
        }
    }

    @Test
    void what_follows_a_broken_entry_does_not_mend_it() {
        var log = log(3);
        var chain = new AuditChain();
        chain.add(new Link(1, "other", log.getFirst().hash()));
        log.forEach(chain::add);
        assertEquals(1, assertInstanceOf(Broken.class, chain.result()).at());
    }
}
