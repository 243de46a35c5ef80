package dev.seamwright.schemadiff.openapi.policy;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.openapi.Stability;
import dev.seamwright.schemadiff.openapi.policy.Policy.Acceptance;
import dev.seamwright.schemadiff.openapi.policy.Policy.Promise;
import dev.seamwright.schemadiff.openapi.rules.OpenApiRules;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads policies, and refuses what it does not understand: a policy that is misread would be silently green. */
final class PolicyReader {
    private static final int MOST_DAYS = 36_500;
    private static final Map<Stability, Promise> USUAL = Map.of(
            Stability.DRAFT,
            new Promise(Breaks.ALLOWED, 0),
            Stability.ALPHA,
            new Promise(Breaks.ALLOWED, 0),
            Stability.BETA,
            new Promise(Breaks.AFTER_DEPRECATION, 0),
            Stability.STABLE,
            new Promise(Breaks.AFTER_DEPRECATION, 0));

    Policy read(byte[] utf8) {
        var document = OpenApiDocument.tree(utf8);
        var root = document.get("policies")
                .flatMap(policies -> policies.get("openapi"))
                .orElse(document); // a seamwright.yaml has it beside the set-up
        members(root, Set.of("severity", "stability", "accepted"), "A policy");
        var promises = new EnumMap<Stability, Promise>(Stability.class);
        var unmarked = Stability.STABLE;
        var stability = root.get("stability");
        if (stability.isPresent()) {
            var names = new HashSet<>(Set.of("default"));
            Arrays.stream(Stability.values()).map(Stability::word).forEach(names::add);
            members(stability.get(), names, "stability");
            promises.putAll(USUAL);
            for (var member : stability.get().members()) {
                if (member.step().equals("default")) {
                    unmarked = stability(member);
                } else {
                    promises.put(Stability.of(member.step()).orElseThrow(), promise(member));
                }
            }
        }
        return new Policy(severities(root), promises, unmarked, accepted(root));
    }

    private static Map<String, Map<Level, Level>> severities(Node root) {
        var severities = new HashMap<String, Map<Level, Level>>();
        var known = OpenApiRules.all().stream().map(Rule::id).collect(Collectors.toSet());
        root.get("severity").ifPresent(node -> {
            members(node, known, "severity");
            for (var rule : node.members()) {
                var levels = new EnumMap<Level, Level>(Level.class);
                if (rule.isObject()) {
                    members(
                            rule,
                            Arrays.stream(Level.values()).map(Level::word).collect(Collectors.toSet()),
                            "a severity");
                    rule.members().forEach(member -> levels.put(level(member, member.step()), level(member)));
                } else {
                    var level = level(rule);
                    Arrays.stream(Level.values()).forEach(found -> levels.put(found, level));
                }
                severities.put(rule.step(), levels);
            }
        });
        return severities;
    }

    private static Level level(Node node) {
        return level(node, text(node));
    }

    private static Level level(Node node, String word) {
        return Arrays.stream(Level.values())
                .filter(level -> level.word().equals(word))
                .findFirst()
                .orElseThrow(() -> refused(
                        node,
                        "%s is no level: say %s"
                                .formatted(
                                        word,
                                        Arrays.stream(Level.values())
                                                .map(Level::word)
                                                .collect(Collectors.joining(", ")))));
    }

    private static Stability stability(Node node) {
        return Stability.of(text(node))
                .orElseThrow(() ->
                        refused(node, "%s is no stability: say draft, alpha, beta or stable".formatted(text(node))));
    }

    private static Promise promise(Node node) {
        members(node, Set.of("breaks", "deprecation-days"), "a stability");
        var breaks = node.get("breaks")
                .map(said -> Breaks.of(text(said))
                        .orElseThrow(() -> refused(
                                said,
                                "%s is not known: say allowed, risky or after-deprecation".formatted(text(said)))))
                .orElse(Breaks.AFTER_DEPRECATION);
        return new Promise(
                breaks, node.get("deprecation-days").map(PolicyReader::days).orElse(0));
    }

    private static int days(Node node) {
        var number = node.number()
                .filter(days -> days.signum() >= 0
                        && days.stripTrailingZeros().scale() <= 0
                        && days.intValue() <= MOST_DAYS
                        && days.precision() - days.scale() <= 5);
        return number.orElseThrow(
                        () -> refused(node, "must be a whole number of days from 0 to %d".formatted(MOST_DAYS)))
                .intValue();
    }

    private static List<Acceptance> accepted(Node root) {
        var all = new ArrayList<Acceptance>();
        var seen = new HashSet<String>();
        root.get("accepted").ifPresent(list -> {
            if (list.isObject() || list.text().isPresent()) {
                throw refused(list, "must be a list of accepted changes");
            }
            for (var item : list.items()) {
                members(item, Set.of("fingerprint", "reason", "owner", "expires"), "an accepted change");
                var fingerprint = needed(item, "fingerprint");
                if (!text(fingerprint).matches("[0-9a-f]{16}")) {
                    throw refused(
                            fingerprint, "is no fingerprint: 16 digits of 0-9 and a-f, in quotes, as findings show it");
                }
                if (!seen.add(text(fingerprint))) {
                    throw refused(fingerprint, "is accepted twice");
                }
                all.add(new Acceptance(
                        text(fingerprint),
                        text(needed(item, "reason")),
                        text(needed(item, "owner")),
                        date(needed(item, "expires")),
                        item.place().line()));
            }
        });
        return all;
    }

    private static Node needed(Node object, String member) {
        return object.get(member).orElseThrow(() -> refused(object, "lacks %s".formatted(member)));
    }

    private static LocalDate date(Node node) {
        try {
            return LocalDate.parse(text(node));
        } catch (DateTimeParseException noDate) {
            throw refused(node, "%s is no date, 2027-01-31 for example".formatted(text(node)));
        }
    }

    private static String text(Node node) {
        return node.text()
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> refused(node, "must be a text that is not empty; put it in quotes"));
    }

    private static void members(Node node, Set<String> known, String what) {
        if (!node.isObject()) {
            throw refused(node, "%s must be an object".formatted(what));
        }
        for (var member : node.members()) {
            if (!known.contains(member.step())) {
                var few = known.stream().sorted().limit(10).collect(Collectors.joining(", "));
                throw refused(
                        member,
                        "%s has no %s; it has %s%s"
                                .formatted(what, member.step(), few, known.size() > 10 ? " and more" : ""));
            }
        }
    }

    private static InvalidInput refused(Node node, String detail) {
        var place = node.place();
        return new InvalidInput(
                place.pointer(), "line %d, column %d: %s".formatted(place.line(), place.column(), detail));
    }
}
