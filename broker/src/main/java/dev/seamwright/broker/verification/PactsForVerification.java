package dev.seamwright.broker.verification;

import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which contents a provider version is to verify: those selected, each once, and then the ones that are work in progress. A
 * content is <em>pending</em> while no version of the provider's branch (or tag) has verified it: its failure does not fail the
 * provider's build.
 */
public final class PactsForVerification {
    /** More would be a mistake of the client. */
    private static final int MOST_SELECTORS = 200;

    private final ParticipantService participants;

    public PactsForVerification(ParticipantService participants) {
        this.participants = participants;
    }

    /**
     * The question.
     *
     * @param branch branch of the provider version; null: not said
     * @param pending whether to say what is pending
     * @param wipSince work in progress published after this; null: none
     */
    public record Question(
            ParticipantName provider,
            @Nullable BranchName branch,
            List<TagName> tags,
            List<ConsumerSelector> selectors,
            boolean pending,
            @Nullable Instant wipSince) {
        public Question {
            if (selectors.size() > MOST_SELECTORS) {
                throw new InvalidInput(
                        "/consumerVersionSelectors", "Has more than %d selectors.".formatted(MOST_SELECTORS));
            }
        }
    }

    /**
     * A content to verify.
     *
     * @param version the newest of the versions
     * @param versions all versions through which it was selected, oldest first
     * @param reasons which selectors, for people
     * @param pending null: not asked for
     */
    public record Selected(
            ParticipantName consumer,
            String sha,
            VersionNumber version,
            List<VersionNumber> versions,
            Set<String> reasons,
            @Nullable Boolean pending,
            boolean wip) {}

    /** The contents to verify, by consumer; an unknown provider has none. */
    public List<Selected> select(Tx tx, Question question) {
        var provider = participants.find(tx, question.provider());
        if (provider.isEmpty()) {
            return List.of();
        }
        var rows = question.selectors().isEmpty()
                ? ForVerificationQueries.byDefault(tx, provider.get())
                : withFallbacks(ForVerificationQueries.select(tx, provider.get(), question.selectors()));
        var selected = byContent(rows);
        var pending =
                question.pending() ? pending(tx, question, provider.get(), selected.keySet()) : Map.<Long, Boolean>of();
        var answer = new ArrayList<Selected>();
        selected.values().forEach(content -> answer.add(content.selected(pending.get(content.contentId), false)));
        answer.sort(ORDER);
        if (question.wipSince() != null) {
            answer.addAll(wip(tx, question, provider.get(), question.wipSince(), selected.keySet()));
        }
        return answer;
    }

    private static final Comparator<Selected> ORDER =
            Comparator.comparing((Selected s) -> s.consumer().value()).thenComparing(Selected::sha);

    /**
     * A publication that a selector found.
     *
     * @param selector its index; a fallback's row has {@code fallback}
     */
    record Row(
            int selector,
            boolean fallback,
            String reason,
            long consumerId,
            ParticipantName consumer,
            long versionId,
            VersionNumber version,
            long contentId,
            String sha) {}

    /** Rows of a fallback count for the consumers for which its selector found nothing. */
    private static List<Row> withFallbacks(List<Row> rows) {
        record Found(int selector, long consumerId) {}
        var found = new HashSet<Found>();
        for (var row : rows) {
            if (!row.fallback()) {
                found.add(new Found(row.selector(), row.consumerId()));
            }
        }
        return rows.stream()
                .filter(row -> !row.fallback() || !found.contains(new Found(row.selector(), row.consumerId())))
                .toList();
    }

    private static final class Content {
        final long contentId;
        final Row first;
        final TreeSet<Row> versions = new TreeSet<>(Comparator.comparingLong(Row::versionId));
        final Set<String> reasons = new LinkedHashSet<>();

        Content(Row first) {
            this.contentId = first.contentId();
            this.first = first;
        }

        Selected selected(@Nullable Boolean pending, boolean wip) {
            var numbers = versions.stream().map(Row::version).toList();
            return new Selected(first.consumer(), first.sha(), numbers.getLast(), numbers, reasons, pending, wip);
        }
    }

    private static Map<Long, Content> byContent(List<Row> rows) {
        var contents = new LinkedHashMap<Long, Content>();
        for (var row : rows) {
            var content = contents.computeIfAbsent(row.contentId(), id -> new Content(row));
            content.versions.add(row);
            content.reasons.add(row.reason());
        }
        return contents;
    }

    private static Map<Long, Boolean> pending(Tx tx, Question question, Participant provider, Set<Long> contents) {
        var pending = new HashMap<Long, Boolean>();
        if (contents.isEmpty()) {
            return pending;
        }
        var lines = lines(question);
        if (lines.isEmpty()) {
            var verified = ForVerificationQueries.everVerified(tx, contents);
            contents.forEach(content -> pending.put(content, !verified.contains(content)));
            return pending;
        }
        contents.forEach(content -> pending.put(content, false));
        for (var line : lines) { // pending for one of the tags is pending
            var settled = ForVerificationQueries.verifiedFor(tx, provider, line, contents);
            contents.forEach(content -> pending.merge(content, !settled.contains(content), (a, b) -> a || b));
        }
        return pending;
    }

    /** The branch or tags whose successes count: a branch wins over tags. */
    record Line(String kind, String name) {}

    private static List<Line> lines(Question question) {
        if (question.branch() != null) {
            return List.of(new Line("branch", question.branch().value()));
        }
        return question.tags().stream().map(tag -> new Line("tag", tag.value())).toList();
    }

    private static List<Selected> wip(
            Tx tx, Question question, Participant provider, Instant since, Set<Long> selected) {
        var lines = lines(question);
        if (lines.isEmpty()) {
            return List.of();
        }
        var candidates = byContent(ForVerificationQueries.headsSince(tx, provider, since));
        candidates.keySet().removeAll(selected);
        var settled = new HashSet<>(candidates.keySet());
        for (var line : lines) {
            settled.retainAll(ForVerificationQueries.settledFor(tx, provider, line, candidates.keySet()));
        }
        candidates.keySet().removeAll(settled);
        return candidates.values().stream()
                .map(content -> content.selected(true, true))
                .sorted(ORDER)
                .toList();
    }

    /** The provider's selectors are checked against the workspace: an environment must exist. */
    static InvalidInput noEnvironment(String name) {
        return new InvalidInput(
                "/consumerVersionSelectors", "Environment with name '%s' does not exist.".formatted(name));
    }
}
