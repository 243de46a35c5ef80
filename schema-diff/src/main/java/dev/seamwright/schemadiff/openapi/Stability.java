package dev.seamwright.schemadiff.openapi;

import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.contracts.openapi.Operation;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is promised of an operation, the least first. */
public enum Stability {
    DRAFT,
    ALPHA,
    BETA,
    STABLE;

    private static final String BETA_MARK = "x-beta-api";

    /** The spelling in documents. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Stability> of(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** What an operation says of itself; empty when it says nothing, or a word that is not known. */
    public static Optional<Stability> of(Operation operation) {
        return said(operation)
                .map(word -> word.equals(BETA_MARK) ? BETA.word() : word)
                .flatMap(Stability::of);
    }

    /** As it is written: {@code x-stability}, {@code x-stability-level}, or the mark {@code x-beta-api}. */
    static Optional<String> said(Operation operation) {
        var node = operation.node();
        return node.get("x-stability")
                .or(() -> node.get("x-stability-level"))
                .flatMap(Node::text)
                .or(() -> node.get(BETA_MARK).filter(Node::isTrue).map(_ -> BETA_MARK));
    }

    /** Whether it was said of an operation that it is not finished: that it may go without notice. */
    static boolean isUnfinished(Operation operation) {
        return said(operation).filter(BETA_MARK::equals).isPresent()
                || of(operation).filter(one -> one.compareTo(BETA) < 0).isPresent();
    }
}
