package dev.seamwright.broker.http;

import dev.seamwright.broker.problem.Problems;
import dev.seamwright.contracts.InvalidInput;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Refuses paths that could be read in two ways, or that no name has, and says what is wrong with them. The connector lets them come so far, because
 * it would answer 400 without a word. Names may hold slashes, percent signs and backslashes, each of them percent-encoded.
 */
final class PathHandler extends Handler.Wrapper {
    private static final UriCompliance ALLOWED =
            UriCompliance.from("0,AMBIGUOUS_PATH_SEPARATOR,AMBIGUOUS_PATH_ENCODING,SUSPICIOUS_PATH_CHARACTERS");

    private static final Pattern CONTROL = Pattern.compile("%([01][0-9A-Fa-f]|7[Ff])");

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        var uri = request.getHttpURI();
        var wrong = wrong(uri);
        if (wrong.isEmpty()) {
            return super.handle(request, response, callback);
        }
        var answer = Problems.written(
                new InvalidInput("path", wrong.get()),
                String.valueOf(uri.getPath()),
                request.getHeaders().get(HttpHeader.ACCEPT));
        UnreadRequests.send(answer, response, callback);
        return true;
    }

    /** Empty: it may be read. */
    private static Optional<String> wrong(HttpURI uri) {
        var path = String.valueOf(uri.getPath());
        if (path.indexOf('\\') >= 0) {
            return Optional.of("has a backslash; write it as %5C");
        }
        var violation = uri.getViolations().stream()
                .filter(found -> !ALLOWED.allows(found))
                .findFirst();
        if (violation.isPresent()) {
            return Optional.of(words(violation.get()));
        }
        var control = CONTROL.matcher(path);
        return control.find()
                ? Optional.of("has a control character, %s; no name holds one".formatted(control.group()))
                : Optional.empty();
    }

    private static String words(Violation violation) {
        return switch (violation) {
            case AMBIGUOUS_PATH_SEGMENT -> "has a segment that stands for '.' or '..'; no name is one of them";
            case AMBIGUOUS_EMPTY_SEGMENT -> "has two slashes one after the other; leave one out";
            case AMBIGUOUS_PATH_PARAMETER -> "has a ';' behind '.' or '..'; write it as %3B";
            case UTF16_ENCODINGS -> "has %u; encode each octet of UTF-8 as % and two hexadecimal digits";
            case BAD_UTF8_ENCODING, TRUNCATED_UTF8_ENCODING -> "is not UTF-8; encode names in it";
            case BAD_PERCENT_ENCODING ->
                "has a % without two hexadecimal digits behind it; write a percent sign as %25";
            case FRAGMENT -> "has a '#'; write it as %23";
            case USER_INFO -> "stands behind a user; send credentials in the header Authorization";
            default -> "has characters that no path may have (RFC 3986, 3.3); percent-encode them";
        };
    }
}
