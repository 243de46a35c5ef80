package dev.seamwright.broker.impact;

import dev.seamwright.broker.impact.Impact.Party;
import dev.seamwright.broker.impact.ImpactStore.Standing;
import dev.seamwright.contracts.VersionNumber;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who stands where around a participant, one entry a version. */
record Known(List<Own> own, List<Party> silent, List<Other> others) {
    Known {
        own = List.copyOf(own);
        silent = List.copyOf(silent);
        others = List.copyOf(others);
    }

    /** A contract of the participant and the environments where it stands. */
    record Own(VersionNumber version, long contentId, Set<String> places, boolean newest) {}

    /** A version of a consumer that has published what it needs. */
    record Other(Party party, long contentId) {
        /** Whether it meets this contract of the provider anywhere. */
        boolean meets(Own own, Set<String> placesOfProvider) {
            return (party.newest() && own.newest())
                    || party.places().stream().anyMatch(own.places()::contains)
                    // where nothing of the provider is recorded, its newest contract stands for it
                    || (own.newest() && party.places().stream().anyMatch(place -> !placesOfProvider.contains(place)));
        }
    }

    static Known of(List<Standing> rows) {
        var versions = new LinkedHashMap<Long, List<Standing>>();
        rows.forEach(row -> versions.computeIfAbsent(row.versionId(), _ -> new ArrayList<>())
                .add(row));
        var own = new LinkedHashMap<Long, Own>();
        var silent = new ArrayList<Party>();
        var others = new ArrayList<Other>();
        for (var version : versions.values()) {
            var first = version.getFirst();
            var places = new LinkedHashSet<String>();
            var newest = false;
            for (var row : version) {
                if (row.place() == null) {
                    newest = true;
                } else {
                    places.add(row.place());
                }
            }
            var party = new Party(first.participant(), first.version(), List.copyOf(places), newest);
            var content = first.contentId();
            if (content == null) {
                if (!places.isEmpty()) {
                    silent.add(party);
                }
            } else if (first.own()) {
                own.merge(content, new Own(first.version(), content, places, newest), Known::both);
            } else {
                others.add(new Other(party, content));
            }
        }
        return new Known(withNewest(List.copyOf(own.values())), silent, others);
    }

    private static Own both(Own one, Own other) {
        var places = new LinkedHashSet<>(one.places());
        places.addAll(other.places());
        return new Own(one.version(), one.contentId(), places, one.newest() || other.newest());
    }

    /** One of them stands for what is recorded nowhere. */
    private static List<Own> withNewest(List<Own> own) {
        if (own.isEmpty() || own.stream().anyMatch(Own::newest)) {
            return own;
        }
        var first = own.getFirst();
        var all = new ArrayList<>(own);
        all.set(0, new Own(first.version(), first.contentId(), first.places(), true));
        return all;
    }

    Set<String> placesOfProvider() {
        var places = new LinkedHashSet<String>();
        own.forEach(one -> places.addAll(one.places()));
        return places;
    }

    /** Consumers that meet a contract of the participant. */
    List<Other> meeting(Own one) {
        var places = placesOfProvider();
        return others.stream().filter(other -> other.meets(one, places)).toList();
    }

    /** The newest version of the same consumer, if it is another one. */
    Optional<Other> newestOf(Party party) {
        return others.stream()
                .filter(other -> other.party().newest()
                        && other.party().name().equals(party.name())
                        && !other.party().version().equals(party.version()))
                .findFirst();
    }
}
