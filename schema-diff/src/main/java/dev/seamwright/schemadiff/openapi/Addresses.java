package dev.seamwright.schemadiff.openapi;

import dev.seamwright.schemadiff.openapi.Route.Address;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Where the servers of an operation are. */
final class Addresses {
    private final List<Address> all;
    private final Map<String, Set<String>> authorities = new HashMap<>();

    Addresses(List<Address> all) {
        this.all = List.copyOf(all);
        for (var address : all) {
            authorities
                    .computeIfAbsent(address.base(), any -> new HashSet<>())
                    .add(address.authority().toLowerCase(Locale.ROOT));
        }
    }

    /** In the order of the document; never empty. */
    List<Address> all() {
        return all;
    }

    Address first() {
        return all.getFirst();
    }

    /** Whether one of them is on the host of an address and has a base path; where a document does not name a host, it may be any. */
    boolean serve(Address address, String base) {
        var there = authorities.getOrDefault(base, Set.of());
        return !there.isEmpty()
                && (address.authority().isEmpty()
                        || there.contains("")
                        || there.contains(address.authority().toLowerCase(Locale.ROOT)));
    }
}
