package dev.seamwright.broker.audit;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Page;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the audit log and proves that it is whole. */
public final class AuditService {
    private static final int CHUNK = 1000;

    /**
     * Which entries.
     *
     * @param principal as the entry spells it: {@code "principal":"token:ci"}; null: of any
     * @param action as the entry spells it: {@code "action":"token.create"}; null: any
     * @param since from this time on; null: from the first one
     * @param until before this time; null: up to the last one
     * @param after position of the last entry before the page; null: the page is the first one
     * @param fetch entries at most
     */
    public record Filter(
            @Nullable String principal,
            @Nullable String action,
            @Nullable Instant since,
            @Nullable Instant until,
            @Nullable Long after,
            int fetch) {

        /** Null stands for any. */
        public static Filter of(
                @Nullable String principal,
                @Nullable String action,
                @Nullable Instant since,
                @Nullable Instant until,
                Page page) {
            return new Filter(
                    member("principal", principal),
                    member("action", action),
                    since,
                    until,
                    page.number(0),
                    page.fetch());
        }

        private static @Nullable String member(String name, @Nullable String value) {
            return value == null ? null : "\"" + name + "\":" + new TextNode(value);
        }
    }

    /** Entries in the order of the chain, or newest first; up to {@link Page#fetch()} of them. */
    public List<AuditEntry> list(Tx tx, Filter filter, boolean ascending) {
        var store = tx.store(AuditStore.class);
        return ascending ? store.ascending(filter) : store.descending(filter);
    }

    /** Recomputes the whole chain of the workspace. */
    public AuditChain.Result verify(Tx tx) {
        var store = tx.store(AuditStore.class);
        var chain = new AuditChain();
        var after = 0L;
        for (var whole = true; whole; ) {
            var entries = store.from(after, CHUNK);
            if (entries.isEmpty()) {
                break;
            }
            for (var entry : entries) {
                whole = whole
                        && (isDatedRight(entry)
                                || chain.fail("Its time is another one than the column 'at' says, or it is no entry."))
                        && chain.add(new AuditChain.Link(entry.seq(), entry.entry(), entry.hash()));
            }
            after = entries.getLast().seq();
        }
        var head = store.head();
        return chain.result(
                head.map(AuditStore.Head::seq).orElse(0L),
                head.map(AuditStore.Head::hash).orElse(Sha256.of(new byte[Sha256.LENGTH])));
    }

    private static boolean isDatedRight(AuditEntry entry) {
        try {
            var at = Json.parse(entry.entry().getBytes(StandardCharsets.UTF_8))
                    .path("at")
                    .asText();
            return at.equals(entry.at().toString());
        } catch (InvalidInput notJson) {
            return false;
        }
    }
}
