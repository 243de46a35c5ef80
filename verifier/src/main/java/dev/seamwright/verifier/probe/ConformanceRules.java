package dev.seamwright.verifier.probe;

import dev.seamwright.schemadiff.Rule;
import java.util.List;

/** What a provider can be found to do other than its document says. */
public final class ConformanceRules {
    static final Rule STATUS = new Rule(
            "answer-status-undocumented",
            "A request is answered with a status that the document does not have",
            "Consumers know what the document says, and cannot be ready for anything else.",
            "Describe the response, or answer with a status that is described.");
    static final Rule SERVER_ERROR = new Rule(
            "answer-server-error",
            "A request makes the provider fail",
            "The provider could not do what it was asked, or did not notice that it was asked wrongly.",
            "Find the cause in the provider's log; refuse wrong requests with a 4xx status.");
    static final Rule REFUSED = new Rule(
            "valid-request-refused",
            "A request that the document allows is refused as a wrong one",
            "Consumers send what the document allows. It may lack a condition that the provider has.",
            "Describe what the provider refuses, or accept it.");
    static final Rule ACCEPTED = new Rule(
            "wrong-request-accepted",
            "A request that the document does not allow is answered with success",
            "The document promises a check that does not happen: consumers come to rely on what is not promised.",
            "Refuse it with a 4xx status, or describe that it is allowed.");
    static final Rule CONTENT_TYPE = new Rule(
            "answer-content-type-undocumented",
            "An answer comes in a format that the document does not have",
            "Consumers cannot read what they do not expect.",
            "Describe the format, or answer in one that is described.");
    static final Rule BODY = new Rule(
            "answer-body-refused",
            "The body of an answer is none that its schema allows",
            "Consumers read what the document describes, and fail on anything else.",
            "Correct the answer, or the schema.");
    static final Rule HEADER_MISSING = new Rule(
            "answer-header-missing",
            "An answer lacks a header that the document requires",
            "Consumers rely on what is required.",
            "Send the header, or say that it may be absent.");
    static final Rule HEADER = new Rule(
            "answer-header-refused",
            "A header of an answer is none that the document allows",
            "Consumers read what the document describes, and fail on anything else.",
            "Correct the header, or its schema.");

    public static final List<Rule> ALL =
            List.of(STATUS, SERVER_ERROR, REFUSED, ACCEPTED, CONTENT_TYPE, BODY, HEADER_MISSING, HEADER);

    private ConformanceRules() {}
}
