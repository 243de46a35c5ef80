package dev.seamwright.broker.audit;

import dev.seamwright.contracts.Sha256;
import java.time.Instant;

/**
 * The changes of one transaction.
 *
 * @param entry JSON: {@code at}, {@code principal}, {@code changes}
 */
public record AuditEntry(long seq, Instant at, String entry, Sha256 hash) {}
