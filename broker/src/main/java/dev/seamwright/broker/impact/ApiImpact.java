package dev.seamwright.broker.impact;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.impact.Impact.Certainty;
import dev.seamwright.broker.impact.Impact.Changed;
import dev.seamwright.broker.impact.Impact.Hit;
import dev.seamwright.broker.impact.Impact.Party;
import dev.seamwright.broker.impact.Impact.Step;
import dev.seamwright.broker.impact.Impact.Touch;
import dev.seamwright.broker.impact.Impact.When;
import dev.seamwright.broker.impact.Known.Other;
import dev.seamwright.broker.impact.Known.Own;
import dev.seamwright.broker.problem.BrokerException.Unprocessable;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.contracts.pact.Pact;
import dev.seamwright.schemadiff.openapi.rules.OpenApiFinding;
import dev.seamwright.schemadiff.openapi.rules.OpenApiReview;
import dev.seamwright.verifier.comparison.CrossCheckFinding;
import dev.seamwright.verifier.footprint.Consumer;
import dev.seamwright.verifier.footprint.ConsumerImpact;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a change of an OpenAPI document breaks: each recorded document is compared with what it would be, and held against consumers' pacts. */
final class ApiImpact {
    private static final int MOST_BASELINES = 5;
    private static final int MOST_CONSUMERS = 1_000;

    private ApiImpact() {}

    /**
     * What is recorded of a provider.
     *
     * @param documents as they were written
     */
    record Recorded(Known known, Map<Long, byte[]> documents, Map<Long, Pact> pacts) {
        Recorded {
            documents = Map.copyOf(documents);
            pacts = Map.copyOf(pacts);
        }
    }

    /** @throws Unprocessable when the change fits no recorded document */
    static Impact of(ParticipantName provider, Change change, Recorded recorded, LocalDate today) {
        return new Judging(change, recorded, today).judge(provider);
    }

    private static final class Judging {
        private final Change change;
        private final Recorded recorded;
        private final LocalDate today;
        private final Collected collected = new Collected();
        private final Set<Changed> changes = new LinkedHashSet<>();
        private final Set<String> remedies = new LinkedHashSet<>();
        private final List<String> notes = new ArrayList<>();

        Judging(Change change, Recorded recorded, LocalDate today) {
            this.change = change;
            this.recorded = recorded;
            this.today = today;
        }

        Impact judge(ParticipantName provider) {
            var own = recorded.known().own();
            @Nullable RuntimeException refusal = null;
            var tried = new ArrayList<Own>();
            for (var baseline : own.subList(0, Math.min(own.size(), MOST_BASELINES))) {
                try {
                    judge(baseline);
                    tried.add(baseline);
                } catch (Unprocessable | InvalidInput refused) {
                    refusal = refused;
                    notes.add("On the document of version %s: %s"
                            .formatted(baseline.version().value(), String.valueOf(refused.getMessage())));
                }
            }
            if (tried.isEmpty() && refusal != null) {
                throw refusal;
            }
            if (own.size() > MOST_BASELINES) {
                notes.add("%d older documents were not looked at.".formatted(own.size() - MOST_BASELINES));
            }
            for (var silent : recorded.known().silent()) {
                if (silent.name().equals(provider)) {
                    notes.add("Version %s runs in %s and has published no OpenAPI document."
                            .formatted(silent.version().value(), String.join(", ", silent.places())));
                } else {
                    collected.unknown(silent, "It runs there and has published no pact with the provider.");
                }
            }
            var hits = collected.hits();
            return new Impact(
                    provider,
                    ContractKind.OPENAPI,
                    List.copyOf(changes),
                    tried.stream()
                            .map(one -> new Impact.Baseline(one.version(), List.copyOf(one.places()), one.newest()))
                            .toList(),
                    hits,
                    collected.untouched(),
                    alternative(hits),
                    notes);
        }

        private void judge(Own own) {
            var text = Objects.requireNonNull(recorded.documents().get(own.contentId()));
            var before = parsed("The recorded document", text);
            var after = parsed("The document after the change", after(text));
            var review = OpenApiReview.of(before, after, today);
            for (var found : review.findings()) {
                changes.add(new Changed(
                        found.finding().message(), found.finding().level().word()));
            }
            // versions with the same pact are asked once
            var consumers = new HashMap<Consumer, List<Party>>();
            var asked = new LinkedHashMap<Long, Consumer>();
            for (var other : recorded.known().meeting(own)) {
                if (asked.size() == MOST_CONSUMERS) {
                    collected.unknown(other.party(), "It was not looked at: there are too many consumers.");
                    continue;
                }
                collected.asked(other.party());
                var consumer = asked.computeIfAbsent(other.contentId(), _ -> consumer(other));
                consumers.computeIfAbsent(consumer, _ -> new ArrayList<>()).add(other.party());
            }
            tell(ConsumerImpact.of(review, List.copyOf(asked.values())), consumers);
        }

        private Consumer consumer(Other other) {
            return new Consumer(
                    other.party().name().value(),
                    other.party().version().value(),
                    other.party().places(),
                    Objects.requireNonNull(recorded.pacts().get(other.contentId())));
        }

        private void tell(ConsumerImpact impact, Map<Consumer, List<Party>> consumers) {
            for (var found : impact.findings()) {
                for (var hit : found.hits()) {
                    remedies.add(found.finding().finding().remedy());
                    var parties = consumers.getOrDefault(hit.consumer(), List.of());
                    touches(found.finding(), hit)
                            .forEach(touch -> parties.forEach(party -> collected.touched(party, touch)));
                }
            }
            for (var other : impact.others()) {
                var touch = new Touch(
                        other.finding().interaction(),
                        "",
                        List.of("pact " + other.finding().pactPointer()),
                        Certainty.PROVED,
                        "It does not fit the document any more.",
                        witness(other.finding()),
                        "");
                consumers.getOrDefault(other.consumer(), List.of()).forEach(party -> collected.touched(party, touch));
            }
        }

        private static List<Touch> touches(OpenApiFinding finding, dev.seamwright.verifier.footprint.Hit hit) {
            if (hit.interactions().isEmpty()) {
                return List.of(new Touch(
                        "",
                        "",
                        List.of(),
                        Certainty.UNKNOWN,
                        "%s Nobody can say: %s.".formatted(message(finding), hit.why()),
                        "",
                        ""));
            }
            return hit.interactions().stream()
                    .map(one -> touch(one.title(), one.pointer(), finding, one.how(), one.failure()))
                    .toList();
        }

        private static Touch touch(
                String title, String pointer, OpenApiFinding finding, String how, @Nullable CrossCheckFinding failure) {
            return new Touch(
                    title,
                    "",
                    List.of("pact " + pointer),
                    failure == null ? Certainty.POSSIBLE : Certainty.PROVED,
                    "It %s. %s".formatted(how, message(finding)),
                    failure == null ? "" : witness(failure),
                    "");
        }

        private static String witness(CrossCheckFinding failure) {
            return failure.witness() == null
                    ? failure.message()
                    : "%s For example: %s".formatted(failure.message(), failure.witness());
        }

        private static String message(OpenApiFinding finding) {
            return finding.finding().message();
        }

        private byte[] after(byte[] before) {
            return switch (change) {
                case Change.Document(var text) -> text.getBytes(StandardCharsets.UTF_8);
                case Change.JsonPatch(var operations) -> Json.write(Patches.apply(tree(before), operations));
                case Change.MergePatch(var patch) -> Json.write(Patches.merge(tree(before), patch));
                case Change.Diff(var diff) ->
                    diff.apply(new String(before, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
                case Change.Ddl _ -> throw new IllegalStateException("statements are for databases");
            };
        }

        private static JsonNode tree(byte[] document) {
            return OpenApiDocument.tree(document).toJson();
        }

        private static OpenApiDocument parsed(String what, byte[] text) {
            try {
                return OpenApiDocument.parse(text);
            } catch (InvalidInput refused) {
                throw new Unprocessable("%s: %s".formatted(what, refused.getMessage()));
            }
        }

        private List<Step> alternative(List<Hit> hits) {
            var hurt = hits.stream()
                    .filter(hit -> hit.certainty() != Certainty.UNKNOWN)
                    .toList();
            if (hurt.isEmpty()) {
                return List.of();
            }
            var steps = new ArrayList<Step>();
            remedies.stream()
                    .filter(remedy -> !remedy.isBlank())
                    .forEach(remedy -> steps.add(new Step(When.NOW, remedy)));
            hurt.stream().map(this::consumer).distinct().forEach(text -> steps.add(new Step(When.NEXT, text)));
            steps.add(
                    new Step(When.LATER, "When none of these versions runs any more, ask again and make the change."));
            return steps;
        }

        private String consumer(Hit hit) {
            var party = hit.consumer();
            var where = party.places().isEmpty() ? "" : " to " + String.join(", ", party.places());
            return recorded.known()
                    .newestOf(party)
                    .filter(newest -> collected.isUntouched(newest.party()))
                    .map(newest -> "Deploy %s %s%s, in place of %s: it is not hit."
                            .formatted(
                                    party.name().value(),
                                    newest.party().version().value(),
                                    where,
                                    party.version().value()))
                    .orElseGet(() -> "Change %s so that it no longer depends on this, and deploy that%s."
                            .formatted(party.name().value(), where));
        }
    }
}
