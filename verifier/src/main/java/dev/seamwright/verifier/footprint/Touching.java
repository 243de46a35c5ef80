package dev.seamwright.verifier.footprint;

import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.schemadiff.Direction;
import dev.seamwright.schemadiff.openapi.Change;
import dev.seamwright.schemadiff.openapi.Change.Edit;
import dev.seamwright.schemadiff.openapi.Effect;
import dev.seamwright.schemadiff.openapi.containment.Answer;
import dev.seamwright.schemadiff.openapi.containment.Containment;
import dev.seamwright.verifier.comparison.Footprint;
import dev.seamwright.verifier.comparison.Spot;
import dev.seamwright.verifier.comparison.Spot.Part;
import dev.seamwright.verifier.footprint.Contact.Touched;
import dev.seamwright.verifier.footprint.Contact.Unknown;
import dev.seamwright.verifier.footprint.Contact.Untouched;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether an interaction meets a change. What it sends is met where the document describes the value that it sends, or where it leaves out what
 * is asked for now; what it reads is met where its example has the value, unless its matchers accept all that may come there now.
 */
final class Touching {
    private static final Set<Part> SENT =
            EnumSet.of(Part.PATH, Part.QUERY, Part.HEADER, Part.COOKIE, Part.REQUEST_TYPE, Part.REQUEST_BODY);
    private static final Set<Part> READ = EnumSet.of(Part.RESPONSE_HEADER, Part.RESPONSE_TYPE, Part.RESPONSE_BODY);
    private static final Set<Part> NAMED = EnumSet.of(Part.QUERY, Part.HEADER, Part.COOKIE);

    private final Containment containment;

    Touching(Containment containment) {
        this.containment = containment;
    }

    /**
     * Meets a change with an interaction that reaches the operation where the change is used.
     *
     * @param was the footprint in the document before
     * @param is the footprint in the document after
     */
    Contact of(Change change, Footprint was, Footprint is) {
        if (change.use().isBegunByProvider()) {
            return new Unknown("a pact over HTTP does not tell what its consumer does with callbacks and webhooks");
        }
        var asks = change.direction() == Direction.REQUEST;
        return switch (change.subject()) {
            case OPERATION, ROUTE, SERVER -> new Touched("calls " + was.label());
            case SECURITY -> new Touched("calls %s, which asks for other credentials".formatted(was.label()));
            case SECURITY_ADDRESS ->
                was.operation().orElseThrow().security().stream()
                                .anyMatch(one -> one.schemes().containsKey(change.name()))
                        ? new Touched("calls %s, which asks for tokens of %s".formatted(was.label(), change.name()))
                        : new Untouched("calls nothing that asks for " + change.name());
            case PARAMETER -> change.edit() == Edit.ADDED ? leftOut(change, was) : sent(change, was);
            case PARAMETER_REQUIRED, PARAMETER_DEFAULT -> leftOut(change, was);
            case PARAMETER_FORM, PARAMETER_EMPTY, PARAMETER_RESERVED -> sent(change, was);
            case BODY -> asks ? body(change, was) : read(change, was);
            case BODY_REQUIRED -> body(change, was);
            case MEDIA_TYPE, ENCODING -> asks ? at(change, was, SENT) : read(change, was);
            case STATUS -> at(change, was, EnumSet.of(Part.STATUS));
            case HEADER, HEADER_REQUIRED -> at(change, was, READ);
            case CALLBACK, WEBHOOK -> new Unknown("a pact over HTTP does not tell what its consumer waits for");
            case DOCUMENT ->
                new Unknown(change.effect() instanceof Effect.Unknown(var reason) ? reason : change.detail());
            case SUNSET ->
                was.operation()
                                .filter(found -> found.node().equals(change.before()))
                                .isPresent()
                        ? new Touched("calls %s, which may be gone earlier".formatted(was.label()))
                        : at(change, was, asks ? SENT : READ);
            case LINK, DEPRECATION, OPERATION_ID, TAG, COMPONENT, PARAMETER_ORDER, TITLE, ENUM_NAMES, STABILITY ->
                new Untouched("nobody sees it on the wire");
            case PROPERTY, SCHEMA, DEFAULT, READ_ONLY, WRITE_ONLY, EXTENSIBLE_ENUM -> schema(change, was, is);
        };
    }

    private static Contact sent(Change change, Footprint was) {
        return was.spots().stream()
                .filter(spot -> SENT.contains(spot.part()) && spot.name().equalsIgnoreCase(change.name()))
                .findFirst()
                .<Contact>map(spot -> new Touched(spot.toString()))
                .orElseGet(() -> new Untouched("never sends " + change.name()));
    }

    private static Contact leftOut(Change change, Footprint was) {
        if (was.expectsRefusal()) {
            return new Untouched("expects to be refused");
        }
        var lower = change.name().toLowerCase(Locale.ROOT);
        var gives = NAMED.stream().anyMatch(part -> was.gives(part, part == Part.HEADER ? lower : change.name()));
        return gives
                ? new Untouched("sends " + change.name())
                : new Touched("calls %s without %s".formatted(was.label(), change.name()));
    }

    private static Contact body(Change change, Footprint was) {
        var gives = was.gives(Part.REQUEST_BODY, "");
        if (change.edit() == Edit.REMOVED) {
            return gives ? new Touched("sends a body") : new Untouched("never sends a body");
        }
        return gives || was.expectsRefusal()
                ? new Untouched("sends a body")
                : new Touched("calls %s without a body".formatted(was.label()));
    }

    private static Contact read(Change change, Footprint was) {
        var reads = was.spots().stream()
                .filter(spot -> spot.part() == Part.RESPONSE_TYPE)
                .findFirst();
        if (reads.isEmpty()) {
            return new Untouched("reads no body");
        }
        var met = change.edit() == Edit.ADDED || change.before() == null
                ? Optional.<Spot>empty()
                : was.at(change.before(), EnumSet.of(Part.RESPONSE_TYPE, Part.STATUS));
        return met.isPresent()
                ? new Touched(reads.get().toString())
                : new Untouched("reads " + reads.get().name());
    }

    private static Contact at(Change change, Footprint was, Set<Part> parts) {
        var met = change.before() == null || change.edit() == Edit.ADDED
                ? Optional.<Spot>empty()
                : was.at(change.before(), parts);
        return met.<Contact>map(spot -> new Touched(spot.toString())).orElseGet(() -> never(change, parts));
    }

    private static Contact never(Change change, Set<Part> parts) {
        var verb = parts.contains(Part.STATUS) ? "expects" : parts.contains(Part.QUERY) ? "sends" : "reads";
        return new Untouched("never %s %s".formatted(verb, subject(change)));
    }

    /** What changed, in few words: its name, or the last steps of its place. */
    private static String subject(Change change) {
        if (!change.name().isEmpty()) {
            return change.name();
        }
        var node = change.before() == null ? change.after() : change.before();
        if (node == null) {
            return change.detail();
        }
        var pointer = node.pointer();
        var properties = pointer.lastIndexOf("/properties/");
        if (properties >= 0) {
            return pointer.substring(properties + "/properties/".length());
        }
        return change.use().place().isEmpty() ? pointer : change.use().place();
    }

    // schemas

    private Contact schema(Change change, Footprint was, Footprint is) {
        var asks = change.direction() == Direction.REQUEST;
        var parts = asks ? SENT : READ;
        if (change.before() == null) {
            return never(change, parts);
        }
        if (change.keyword().equals("required")) {
            return required(change, change.before(), was, asks);
        }
        if (!asks && opens(change)) {
            return new Untouched("may be answered more members than it reads, as Pact has it");
        }
        var untouched = never(change, parts);
        for (var spot : was.spots()) {
            if (parts.contains(spot.part()) && spot.nodes().contains(change.before())) {
                if (!agreed(spot, is, asks)) {
                    return new Touched(spot.toString());
                }
                untouched = new Untouched((asks
                                ? "%s, and all that its matcher %s allows is accepted"
                                : "%s, and its matcher %s accepts all that may come")
                        .formatted(spot, spot.language()));
            }
        }
        return untouched;
    }

    /** Whether more members may come, of which nobody knew. */
    private static boolean opens(Change change) {
        var keyword = change.keyword();
        return switch (change.subject()) {
            case PROPERTY -> change.edit() == Edit.ADDED;
            case SCHEMA ->
                change.edit() == Edit.WIDENED
                        && (keyword.equals("additionalProperties") || keyword.equals("unevaluatedProperties"));
            default -> false;
        };
    }

    /** A member that must be sent now, or that need not come any more. */
    private static Contact required(Change change, Node before, Footprint was, boolean asks) {
        var object = object(before, change.name());
        var parts = asks ? SENT : READ;
        for (var spot : was.spots()) {
            if (!parts.contains(spot.part()) || !spot.nodes().contains(object)) {
                continue;
            }
            var example = spot.example();
            if (example == null) {
                return new Touched("%s, in a format that is not read".formatted(spot));
            }
            if (example.isObject() && example.has(change.name()) != asks) {
                return new Touched(
                        asks
                                ? "%s without %s".formatted(spot, change.name())
                                : "reads %s/%s".formatted(spot.name(), change.name()));
            }
        }
        return asks
                ? new Untouched("never leaves out " + change.name())
                : new Untouched("never reads " + change.name());
    }

    /** The object that a property is declared in, where the node is its declaration. */
    static Node object(Node node, String name) {
        var above = node.parent();
        return above.isPresent()
                        && node.step().equals(name)
                        && above.get().step().equals("properties")
                        && above.get().parent().isPresent()
                ? above.get().parent().get()
                : node;
    }

    /** Whether both sides are known to agree about a value, in the document after. */
    private boolean agreed(Spot was, Footprint is, boolean asks) {
        if (was.accepted().isEmpty()) {
            return false;
        }
        var now = is.spots().stream()
                .filter(spot -> spot.part() == was.part() && spot.name().equals(was.name()))
                .toList();
        return !now.isEmpty()
                && now.stream()
                        .allMatch(spot -> spot.accepted().isPresent()
                                && !spot.described().isEmpty()
                                && spot.described().stream()
                                        .allMatch(described -> asks
                                                ? contained(containment.of(
                                                        spot.accepted().get(), described, Direction.REQUEST))
                                                : contained(containment.of(
                                                        described,
                                                        spot.accepted().get(),
                                                        Direction.RESPONSE))));
    }

    private static boolean contained(Answer answer) {
        return answer instanceof Answer.Contained;
    }
}
