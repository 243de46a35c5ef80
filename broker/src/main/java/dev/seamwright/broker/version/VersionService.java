package dev.seamwright.broker.version;

import dev.seamwright.broker.db.Slice;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Page;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Versions, and the branches and tags that they are given. */
public final class VersionService {
    /** A first tag this soon after a version's creation also becomes its branch: clients of old know only tags. */
    private static final Duration FIRST_TAG = Duration.ofSeconds(10);

    private final ParticipantService participants;
    private final TagListener tagListener;
    private final VersionListener listener;

    /**
     * @param tagListener is told of every tag that is new on a version
     * @param listener is told of every new head of a main branch
     */
    public VersionService(ParticipantService participants, TagListener tagListener, VersionListener listener) {
        this.participants = participants;
        this.tagListener = tagListener;
        this.listener = listener;
    }

    /**
     * A version that is there now.
     *
     * @param created whether this call made it
     */
    public record Ensured(Version version, boolean created) {}

    public Optional<Version> find(Tx tx, Participant participant, VersionNumber number) {
        return tx.store(VersionStore.class).find(participant.id(), number);
    }

    /** @throws NotFound when the participant has no such version */
    public Version get(Tx tx, Participant participant, VersionNumber number) {
        return find(tx, participant, number)
                .orElseThrow(() -> new NotFound("There is no version '%s' of '%s'."
                        .formatted(number.value(), participant.name().value())));
    }

    /** The participant's newest version. */
    public Optional<Version> latest(Tx tx, Participant participant) {
        return tx.store(VersionStore.class).latest(participant.id());
    }

    /** The newest version of each participant that has one, by participant id. */
    public Map<Long, Version> latestOf(Tx tx, Collection<Participant> some) {
        var latest = new HashMap<Long, Version>();
        var ids = some.stream().map(Participant::id).toArray(Long[]::new);
        for (var version : tx.store(VersionStore.class).latestOf(ids)) {
            latest.put(version.participantId(), version);
        }
        return latest;
    }

    /** The newest of the participant's versions that have the tag. */
    public Optional<Version> latestTagged(Tx tx, Participant participant, TagName tag) {
        return tx.store(VersionStore.class).latestTagged(participant.id(), tag);
    }

    /** The version that was added to the branch last; empty when none is left on it. */
    public Optional<Version> head(Tx tx, Branch branch) {
        return Optional.ofNullable(branch.headVersionId())
                .flatMap(id -> tx.store(VersionStore.class).byId(id));
    }

    /** A part of a participant's versions, to be listed. */
    public sealed interface Line {
        /** Every version. */
        record All() implements Line {}

        /** The versions that are on the branch. */
        record On(Branch branch) implements Line {}

        /** The versions that have the tag. */
        record Having(TagName tag) implements Line {}

        /** The versions that are deployed to the environment or supported in it now. */
        record In(UUID environment) implements Line {}
    }

    /** The participant's versions of one line, the newest first. */
    public List<VersionDescription> list(Tx tx, Participant participant, Line line, Slice slice) {
        var store = tx.store(VersionStore.class);
        var id = participant.id();
        var ids = switch (line) {
            case Line.All() -> store.all(id, slice.limit(), slice.offset());
            case Line.On(var branch) -> store.onBranch(branch.id(), slice.limit(), slice.offset());
            case Line.Having(var tag) -> store.tagged(id, tag, slice.limit(), slice.offset());
            case Line.In(var environment) -> store.in(id, environment, slice.limit(), slice.offset());
        };
        return List.copyOf(describe(tx, ids).values());
    }

    /**
     * The participant's versions, the newest first.
     *
     * @param after the version before the first one; null: from the newest on
     * @throws InvalidInput when that one is not there any more
     */
    public List<VersionDescription> page(Tx tx, Participant participant, @Nullable VersionNumber after, int limit) {
        // by its number, since ids never leave the server
        var before = after == null
                ? Long.MAX_VALUE
                : find(tx, participant, after).orElseThrow(Page::unknownCursor).id();
        return List.copyOf(describe(tx, tx.store(VersionStore.class).before(participant.id(), before, limit))
                .values());
    }

    /** How many versions {@link #list} has in all. */
    public long count(Tx tx, Participant participant, Line line) {
        var store = tx.store(VersionStore.class);
        return switch (line) {
            case Line.All() -> store.countAll(participant.id());
            case Line.On(var branch) -> store.countOnBranch(branch.id());
            case Line.Having(var tag) -> store.countTagged(participant.id(), tag);
            case Line.In(var environment) -> store.countIn(participant.id(), environment);
        };
    }

    /** The version with its branches, tags and environments. */
    public VersionDescription describe(Tx tx, Version version) {
        var described = describe(tx, List.of(version.id())).get(version.id());
        if (described == null) {
            throw new NotFound("Version '%s' was deleted meanwhile."
                    .formatted(version.number().value()));
        }
        return described;
    }

    /** The providers that the version published pacts for, by name. */
    public List<ParticipantName> pactProviders(Tx tx, long versionId) {
        return tx.store(VersionStore.class).pactProviders(versionId);
    }

    /** Gives the version another build URL, or none. */
    public void setBuildUrl(Tx tx, Participant participant, Version version, @Nullable String buildUrl) {
        if (tx.store(VersionStore.class).setBuildUrl(version.id(), buildUrl, tx.now()) == 1) {
            tx.audit("version.update")
                    .put("participant", participant.name().value())
                    .put("version", version.number().value());
        }
    }

    /** Gives the version these tags and no other. */
    public void setTags(Tx tx, Participant participant, Ensured version, Collection<TagName> tags) {
        for (var tag : tx.store(VersionStore.class).tags(version.version().id())) {
            if (!tags.contains(tag)) {
                untag(tx, participant, version.version(), tag);
            }
        }
        tags.forEach(tag -> tag(tx, participant, version, tag));
    }

    /** Removes a version with what it published and verified. Branches that it was the head of get their newest version back. */
    public void delete(Tx tx, Participant participant, Version version) {
        tx.store(BranchStore.class).replaceHead(version.id(), null, tx.now());
        if (tx.store(VersionStore.class).delete(version.id()) == 1) {
            tx.audit("version.delete")
                    .put("participant", participant.name().value())
                    .put("version", version.number().value());
        }
    }

    /** @throws NotFound when the version has no such tag */
    public Tag getTag(Tx tx, Version version, TagName tag) {
        return tx.store(VersionStore.class)
                .findTag(version.id(), tag)
                .orElseThrow(() -> new NotFound("Version '%s' has no tag '%s'."
                        .formatted(version.number().value(), tag.value())));
    }

    /** Takes a tag off a version, if it has it. */
    public void untag(Tx tx, Participant participant, Version version, TagName tag) {
        if (tx.store(VersionStore.class).removeTag(version.id(), tag) == 1) {
            tx.audit("tag.delete")
                    .put("participant", participant.name().value())
                    .put("version", version.number().value())
                    .put("tag", tag.value());
        }
    }

    /**
     * The versions with their branches, tags and environments, in one statement whatever their number; unknown ids are left out.
     *
     * @return by version id, newest version first
     */
    public Map<Long, VersionDescription> describe(Tx tx, Collection<Long> versionIds) {
        var described = new LinkedHashMap<Long, VersionDescription>();
        if (!versionIds.isEmpty()) {
            for (var version : DescriptionStore.describe(tx.handle(), versionIds.toArray(Long[]::new))) {
                described.put(version.id(), version);
            }
        }
        return described;
    }

    /** The version, made if it was not there; locked until the transaction ends. A build URL replaces the one before. */
    public Ensured ensure(Tx tx, Participant participant, VersionNumber number, @Nullable String buildUrl) {
        var ensured = tx.store(VersionStore.class).ensure(participant.id(), number, buildUrl, tx.now());
        if (ensured.created()) {
            tx.audit("version.create")
                    .put("participant", participant.name().value())
                    .put("version", number.value());
        }
        return ensured;
    }

    /**
     * Puts a version on a branch; it becomes the branch's head unless it was there before.
     *
     * @return whether it is new on the branch
     */
    public boolean addToBranch(Tx tx, Participant participant, Ensured version, BranchName branch) {
        var put = putOnBranch(tx, participant, version, branch);
        if (put == OnBranch.HEAD_OF_MAIN) {
            onMain(tx, participant, version, branch);
        }
        return put != OnBranch.WAS_THERE;
    }

    /** What putting a version on a branch did. */
    public enum OnBranch {
        WAS_THERE,
        HEAD,
        HEAD_OF_MAIN
    }

    /** As {@link #addToBranch}, for a caller who has more to do with the version and calls {@link #onMain} when all is done. */
    public OnBranch putOnBranch(Tx tx, Participant participant, Ensured version, BranchName branch) {
        var store = tx.store(VersionStore.class);
        var id = version.version().id();
        var added = store.addToBranch(participant.id(), branch, id, tx.now());
        if (added) {
            if (!version.created()) {
                store.carrySuccesses(id, "branch", branch.value());
            }
            tx.audit("branch.add-version")
                    .put("participant", participant.name().value())
                    .put("branch", branch.value())
                    .put("version", version.version().number().value());
        }
        var isMain = participants.detectMainBranch(tx, participant, branch) || branch.equals(participant.mainBranch());
        if (!added) {
            return OnBranch.WAS_THERE;
        }
        return isMain ? OnBranch.HEAD_OF_MAIN : OnBranch.HEAD;
    }

    /** Tells that a version has become the head of the main branch. */
    public void onMain(Tx tx, Participant participant, Ensured version, BranchName branch) {
        listener.matters(tx, participant, version.version(), VersionListener.Cause.ON_MAIN, branch.value());
    }

    /**
     * Tags a version.
     *
     * @return whether the tag is new on it
     */
    public boolean tag(Tx tx, Participant participant, Ensured version, TagName tag) {
        var store = tx.store(VersionStore.class);
        var id = version.version().id();
        var added = store.addTag(participant.id(), id, tag, tx.now()) == 1;
        if (added) {
            if (!version.created()) {
                store.carrySuccesses(id, "tag", tag.value());
            }
            tx.audit("tag.create")
                    .put("participant", participant.name().value())
                    .put("version", version.version().number().value())
                    .put("tag", tag.value());
            if (tx.now().isBefore(version.version().createdAt().plus(FIRST_TAG)) && !store.isOnAnyBranch(id)) {
                addToBranch(tx, participant, version, new BranchName(tag.value()));
            } else {
                participants.detectMainBranch(tx, participant, new BranchName(tag.value()));
            }
            tagListener.tagged(tx, participant, version.version(), tag);
        }
        return added;
    }
}
