package dev.seamwright.broker.pactapi;

import dev.seamwright.broker.http.Links;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.VersionNumber;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What a pact's link carries from the question to the result, opaque to clients: for which consumer versions the content was
 * selected, and whether it was pending or work in progress. Base64url of a query string.
 *
 * @param consumerVersions oldest first
 */
record PactMetadata(List<VersionNumber> consumerVersions, boolean pending, boolean wip) {
    private static final int LONGEST = 8192;
    /** What the versions take at most, before base64: a request line that holds names too is read up to 8 KiB. */
    private static final int LONGEST_VERSIONS = 3000;

    static final PactMetadata NONE = new PactMetadata(List.of(), false, false);

    PactMetadata {
        consumerVersions = List.copyOf(consumerVersions);
    }

    static PactMetadata of(VersionNumber version) {
        return new PactMetadata(List.of(version), false, false);
    }

    /** The newest version is always there; older ones as far as a link can be that long. */
    String encode() {
        var query = new StringBuilder();
        for (var version : consumerVersions.reversed()) {
            var pair = "cvn=" + Links.encode(version.value()) + '&';
            if (!query.isEmpty() && query.length() + pair.length() > LONGEST_VERSIONS) {
                break;
            }
            query.insert(0, pair);
        }
        if (pending) {
            query.append("p=true&");
        }
        if (wip) {
            query.append("w=true&");
        }
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(query.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** @throws InvalidInput when the text was not made by {@link #encode}; unknown keys are passed over */
    static PactMetadata decode(String text) {
        if (text.length() > LONGEST) {
            throw new InvalidInput("metadata", "Is too long: use the link as the broker gave it.");
        }
        var versions = new ArrayList<VersionNumber>();
        var pending = false;
        var wip = false;
        try {
            var query = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            for (var pair : query.split("&", -1)) {
                var equals = pair.indexOf('=');
                var key = equals < 0 ? pair : pair.substring(0, equals);
                var value = equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
                switch (key) {
                    case "cvn" -> versions.add(new VersionNumber(value));
                    case "p" -> pending = value.equals("true");
                    case "w" -> wip = value.equals("true");
                    default -> {}
                }
            }
        } catch (IllegalArgumentException notOurs) {
            throw new InvalidInput("metadata", "Cannot be read: use the link as the broker gave it.");
        }
        return new PactMetadata(versions, pending, wip);
    }
}
