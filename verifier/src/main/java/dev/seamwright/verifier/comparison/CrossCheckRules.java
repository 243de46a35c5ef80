package dev.seamwright.verifier.comparison;

import dev.seamwright.schemadiff.Rule;
import java.util.List;

/** What a cross-check can find. */
public final class CrossCheckRules {
    static final Rule NOT_CHECKED = new Rule(
            "interaction-not-checked",
            "An interaction is none over HTTP",
            "A document describes HTTP alone, so messages are not compared with it.",
            "Verify the interaction by a replay.");
    static final Rule OPERATION_UNKNOWN = new Rule(
            "request-operation-unknown",
            "The document has no operation for a request",
            "The provider does not serve what the document does not describe.",
            "Correct the path or the method, or describe the operation.");
    static final Rule PATH_PARAMETER = new Rule(
            "request-path-parameter-refused",
            "A part of the path is none that the document allows",
            "The provider refuses the request.",
            "Send what the parameter allows.");
    static final Rule QUERY_MISSING = new Rule(
            "request-query-missing",
            "A required query parameter is not sent",
            "The provider refuses the request.",
            "Send the parameter.");
    static final Rule QUERY_REFUSED = new Rule(
            "request-query-refused",
            "A query parameter is none that the document allows",
            "The provider refuses the request.",
            "Send what the parameter allows.");
    static final Rule QUERY_UNKNOWN = new Rule(
            "request-query-unknown",
            "A query parameter is not described",
            "Most providers ignore it, and some refuse it.",
            "Describe the parameter, or do not send it.");
    static final Rule HEADER_MISSING = new Rule(
            "request-header-missing",
            "A required header is not sent",
            "The provider refuses the request.",
            "Send the header.");
    static final Rule HEADER_REFUSED = new Rule(
            "request-header-refused",
            "A header is none that the document allows",
            "The provider refuses the request.",
            "Send what the header allows.");
    static final Rule COOKIE_MISSING = new Rule(
            "request-cookie-missing",
            "A required cookie is not sent",
            "The provider refuses the request.",
            "Send the cookie.");
    static final Rule COOKIE_REFUSED = new Rule(
            "request-cookie-refused",
            "A cookie is none that the document allows",
            "The provider refuses the request.",
            "Send what the cookie allows.");
    static final Rule CREDENTIALS_MISSING = new Rule(
            "request-credentials-missing",
            "What proves who sends the request is missing",
            "The provider refuses the request.",
            "Send the credentials in the pact's example, or expect the refusal.");
    static final Rule ACCEPT_UNMET = new Rule(
            "request-accept-unmet",
            "The provider answers in no format that is asked for",
            "The consumer is sent another format, or is refused.",
            "Accept a format that the document has.");
    static final Rule CONTENT_TYPE_REFUSED = new Rule(
            "request-content-type-refused",
            "The body is in no format that the document takes",
            "The provider refuses the request.",
            "Send a format that the document has.");
    static final Rule CONTENT_TYPE_MISSING = new Rule(
            "request-content-type-missing",
            "It is not said in which format the body is",
            "The provider has to guess.",
            "Send a Content-Type.");
    static final Rule BODY_MISSING = new Rule(
            "request-body-missing",
            "A required body is not sent",
            "The provider refuses the request.",
            "Send the body.");
    static final Rule BODY_REFUSED = new Rule(
            "request-body-refused",
            "The body is none that the document allows",
            "The provider refuses the request.",
            "Send what the schema allows.");
    static final Rule BODY_UNKNOWN = new Rule(
            "request-body-unknown",
            "A body is sent that is not described",
            "Most providers ignore it.",
            "Describe the body, or do not send it.");
    static final Rule READ_ONLY_SENT = new Rule(
            "request-read-only-sent",
            "A member is sent that only responses have",
            "Providers ignore it or refuse it.",
            "Do not send it.");
    static final Rule NOT_ALWAYS_SENT = new Rule(
            "request-not-always-accepted",
            "Not all that the consumer may send is accepted",
            "The consumer's matchers allow a request that the provider refuses; only the example is known to be accepted.",
            "Narrow the matcher to what the schema allows.");
    static final Rule STATUS_UNKNOWN = new Rule(
            "response-status-unknown",
            "The document has no response of that status",
            "The consumer waits for what the provider never says.",
            "Describe the response, or expect another.");
    static final Rule RESPONSE_TYPE_UNKNOWN = new Rule(
            "response-content-type-unknown",
            "The response comes in no format that the consumer expects",
            "The consumer reads what the provider does not write.",
            "Expect a format that the document has.");
    static final Rule RESPONSE_HEADER_UNKNOWN = new Rule(
            "response-header-unknown",
            "A header is expected that is not described",
            "The provider does not promise the header.",
            "Describe the header, or do not rely on it.");
    static final Rule RESPONSE_HEADER_REFUSED = new Rule(
            "response-header-impossible",
            "A header is expected to be what the document does not allow",
            "The provider never sends it so.",
            "Expect what the header allows.");
    static final Rule RESPONSE_HEADER_OPTIONAL = new Rule(
            "response-header-optional",
            "A header is expected that may be absent",
            "The consumer relies on what the provider may leave out.",
            "Make the header required in the document.");
    static final Rule RESPONSE_BODY_UNKNOWN = new Rule(
            "response-body-unknown",
            "A body is expected that is not described",
            "The provider promises no body.",
            "Describe the body, or do not rely on it.");
    static final Rule RESPONSE_BODY_REFUSED = new Rule(
            "response-body-impossible",
            "The body is none that the document allows",
            "The provider never answers so.",
            "Expect what the schema allows.");
    static final Rule RESPONSE_MEMBER_UNKNOWN = new Rule(
            "response-member-unknown",
            "A member is expected that is not described",
            "The provider does not promise the member.",
            "Describe the member, or do not rely on it.");
    static final Rule RESPONSE_WRITE_ONLY = new Rule(
            "response-write-only-expected",
            "A member is expected that only requests have",
            "The provider never sends it.",
            "Do not rely on it.");
    static final Rule MATCHER_NOT_KEPT = new Rule(
            "response-matcher-not-kept",
            "A matcher is narrower than what the provider may send",
            "The provider may answer with a value that the consumer's own matcher refuses.",
            "Widen the matcher, or narrow the schema.");
    static final Rule NOT_ALWAYS_FITS = new Rule(
            "response-not-always-accepted",
            "Not all that the provider may answer is accepted",
            "The document allows a response that the consumer refuses: it leaves out a member, is null or is empty, for example.",
            "Say in the document what is required, or rely on less.");
    static final Rule PARAMETER_NOT_COMPARED = new Rule(
            "parameter-not-compared",
            "A parameter is not compared",
            "It is written in a format that is not read, so nothing is known about what the provider makes of it.",
            "Describe it with a schema, or as JSON, or have it verified by a replay.");

    static final Rule NOT_COMPARED = new Rule(
            "body-not-compared",
            "A body could not be compared",
            "It is in a format that is not read, or something about it is not understood.",
            "Verify the interaction by a replay.");

    /** All of them, in the order of a request and its response. */
    public static final List<Rule> ALL = List.of(
            NOT_CHECKED,
            OPERATION_UNKNOWN,
            PATH_PARAMETER,
            QUERY_MISSING,
            QUERY_REFUSED,
            QUERY_UNKNOWN,
            HEADER_MISSING,
            HEADER_REFUSED,
            COOKIE_MISSING,
            COOKIE_REFUSED,
            CREDENTIALS_MISSING,
            ACCEPT_UNMET,
            CONTENT_TYPE_REFUSED,
            CONTENT_TYPE_MISSING,
            BODY_MISSING,
            BODY_REFUSED,
            BODY_UNKNOWN,
            READ_ONLY_SENT,
            NOT_ALWAYS_SENT,
            STATUS_UNKNOWN,
            RESPONSE_TYPE_UNKNOWN,
            RESPONSE_HEADER_UNKNOWN,
            RESPONSE_HEADER_REFUSED,
            RESPONSE_HEADER_OPTIONAL,
            RESPONSE_BODY_UNKNOWN,
            RESPONSE_BODY_REFUSED,
            RESPONSE_MEMBER_UNKNOWN,
            RESPONSE_WRITE_ONLY,
            MATCHER_NOT_KEPT,
            NOT_ALWAYS_FITS,
            PARAMETER_NOT_COMPARED,
            NOT_COMPARED);

    private CrossCheckRules() {}
}
