package dev.seamwright.verifier.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.contracts.openapi.Place;
import dev.seamwright.contracts.pact.Interaction;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.Rule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers what is found about one interaction. */
final class Report {
    private final Interaction interaction;
    private final Node root;
    private final Strength strength;
    private final List<CrossCheckFinding> findings = new ArrayList<>();

    Report(Interaction interaction, Node root, Strength strength) {
        this.interaction = interaction;
        this.root = root;
        this.strength = strength;
    }

    List<CrossCheckFinding> findings() {
        return findings;
    }

    boolean hasBreaking() {
        return findings.stream().anyMatch(finding -> finding.level() == Level.BREAKING);
    }

    void breaking(Rule rule, String pactPointer, Node node, String message) {
        add(rule, Level.BREAKING, pactPointer, node, message);
    }

    void risky(Rule rule, String pactPointer, Node node, String message) {
        add(rule, Level.RISKY, pactPointer, node, message);
    }

    void add(Rule rule, Level level, String pactPointer, Node node, String message) {
        findings.add(new CrossCheckFinding(rule, level, interaction.title(), pactPointer, place(node), message, null));
    }

    /** What is breaking from a strength on, and risky below it. */
    void from(Strength least, Rule rule, String pactPointer, Node node, String message, @Nullable JsonNode witness) {
        var level = strength.compareTo(least) >= 0 ? Level.BREAKING : Level.RISKY;
        findings.add(
                new CrossCheckFinding(rule, level, interaction.title(), pactPointer, place(node), message, witness));
    }

    private Place place(Node node) {
        return (node.parent().isPresent() ? node : root).place();
    }
}
