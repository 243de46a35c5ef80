package dev.seamwright.broker.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keeps webhooks from reaching what only the broker can reach. Judges the address that is about to be connected to, whatever
 * spelling or name it came from. Sources: IANA's IPv4 and IPv6 special-purpose address registries (RFC 6890), RFC 6598, RFC 6052.
 */
final class AddressGuard {
    private static final Pattern NAME =
            Pattern.compile("(\\*\\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9])?)*\\.?");

    /** IPv4 is public but for these. */
    private static final List<Network> NOT_PUBLIC = Stream.of(
                    "0.0.0.0/8", // this network
                    "10.0.0.0/8", // private
                    "100.64.0.0/10", // carrier-grade NAT
                    "127.0.0.0/8", // loopback
                    "168.63.129.16/32", // Azure's host agent
                    "169.254.0.0/16", // link-local, and the metadata service of most clouds
                    "172.16.0.0/12", // private
                    "192.0.0.0/24", // protocol assignments, with Oracle's metadata service
                    "192.0.2.0/24", // documentation
                    "192.88.99.0/24", // 6to4 relays
                    "192.168.0.0/16", // private
                    "198.18.0.0/15", // benchmarks
                    "198.51.100.0/24", // documentation
                    "203.0.113.0/24", // documentation
                    "224.0.0.0/4", // multicast
                    "240.0.0.0/4", // reserved, and broadcast
                    // of IPv6 only 2000::/3 is public, and not these in it
                    "2001::/23", // protocol assignments, with Teredo, which embeds IPv4 addresses
                    "2001:db8::/32", // documentation
                    "2002::/16", // 6to4, which embeds IPv4 addresses
                    "3fff::/20") // documentation
            .map(Network::of)
            .toList();

    private static final Network PUBLIC_V6 = Network.of("2000::/3");

    private final List<String> hosts;
    private final List<Network> networks;

    AddressGuard(WebhookPolicy policy) {
        this.hosts = policy.hosts();
        this.networks =
                hosts.stream().flatMap(host -> Network.parse(host).stream()).toList();
    }

    /** Why a webhook may not call this host; empty: it may, if its addresses pass {@link #refuse}. */
    Optional<String> refuseHost(String host) {
        var literal = literal(host);
        if (literal.isPresent()) {
            return refuse(host, literal.get());
        }
        if (hosts.isEmpty() || hosts.contains("*") || !networks.isEmpty() || isListed(host) || isBelowListed(host)) {
            return Optional.empty();
        }
        return Optional.of("the operator has not listed the host '%s' for webhooks".formatted(host));
    }

    /** Why a webhook may not connect to this address of the host; empty: it may. */
    Optional<String> refuse(String host, InetAddress address) {
        if (isListed(host) || networks.stream().anyMatch(network -> network.contains(address))) {
            return Optional.empty();
        }
        if (!isPublic(address)) {
            return Optional.of("the address of '%s' is not a public one".formatted(host));
        }
        if (hosts.isEmpty() || hosts.contains("*") || isBelowListed(host)) {
            return Optional.empty();
        }
        return Optional.of("the operator has not listed the host '%s' for webhooks".formatted(host));
    }

    private boolean isListed(String host) {
        return hosts.contains(plain(host));
    }

    private boolean isBelowListed(String host) {
        return hosts.stream()
                .anyMatch(listed -> listed.startsWith("*.") && plain(host).endsWith(listed.substring(1)));
    }

    private static String plain(String host) {
        var lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    static boolean isPublic(InetAddress address) {
        var open = address instanceof Inet4Address || PUBLIC_V6.contains(address);
        return open && NOT_PUBLIC.stream().noneMatch(network -> network.contains(address));
    }

    /** The address that the host is written as; empty when it is a name. */
    private static Optional<InetAddress> literal(String host) {
        var bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        try {
            return Optional.of(InetAddress.ofLiteral(bare));
        } catch (IllegalArgumentException name) {
            return Optional.empty();
        }
    }

    static void requireHostPattern(String host) {
        if (!host.equals("*")
                && Network.parse(host).isEmpty()
                && !NAME.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    "Not a host for webhooks: '%s'. Use a name, *.name, an address, a network such as 10.1.0.0/16, or *."
                            .formatted(host));
        }
    }

    /** All addresses that begin with the same bits. */
    private record Network(InetAddress first, int bits) {
        private static final Pattern FORM = Pattern.compile("([0-9A-Fa-f.:]+)(?:/([0-9]{1,3}))?");

        static Network of(String text) {
            return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
        }

        static Optional<Network> parse(String text) {
            var form = FORM.matcher(text);
            if (!form.matches()) {
                return Optional.empty();
            }
            var address = literal(form.group(1));
            if (address.isEmpty()) {
                return Optional.empty();
            }
            var longest = address.get().getAddress().length * 8;
            var bits = form.group(2) == null ? longest : Integer.parseInt(form.group(2));
            return bits > longest ? Optional.empty() : Optional.of(new Network(address.get(), bits));
        }

        boolean contains(InetAddress address) {
            var mine = first.getAddress();
            var other = address.getAddress();
            if (mine.length != other.length) {
                return false;
            }
            for (var bit = 0; bit < bits; bit += 8) {
                var mask = 0xff << Math.max(0, 8 - (bits - bit));
                if (((mine[bit / 8] ^ other[bit / 8]) & mask & 0xff) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
