package dev.seamwright.broker.version;

import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Versions, and the branches and tags that they are given. */
public final class VersionService {
    /** A first tag this soon after a version's creation also becomes its branch: clients of old know only tags. */
    private static final Duration FIRST_TAG = Duration.ofSeconds(10);

    private final ParticipantService participants;

    public VersionService(ParticipantService participants) {
        this.participants = participants;
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

    /**
     * The versions with their branches, tags and environments, in one statement whatever their number; unknown ids are left out.
     *
     * @return by version id, newest version first
     */
    public Map<Long, VersionDescription> describe(Tx tx, Collection<Long> versionIds) {
        var described = new LinkedHashMap<Long, VersionDescription>();
        if (!versionIds.isEmpty()) {
            for (var version : tx.store(DescriptionStore.class).describe(versionIds.toArray(Long[]::new))) {
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
        participants.detectMainBranch(tx, participant, branch);
        return added;
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
        }
        return added;
    }
}
