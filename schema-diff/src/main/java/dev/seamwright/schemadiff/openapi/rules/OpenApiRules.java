package dev.seamwright.schemadiff.openapi.rules;

import static dev.seamwright.schemadiff.openapi.rules.OpenApiRule.when;

import dev.seamwright.schemadiff.Direction;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.openapi.Change;
import dev.seamwright.schemadiff.openapi.Change.Edit;
import dev.seamwright.schemadiff.openapi.Change.Subject;
import dev.seamwright.schemadiff.openapi.Sunset;
import java.util.List;
import java.util.stream.Stream;

/** All rules about changes of OpenAPI documents. */
public final class OpenApiRules {
    private static final List<OpenApiRule> OPERATIONS = List.of(
            when(Subject.OPERATION, Edit.REMOVED)
                    .and(OpenApiRules::wasAnnounced)
                    .failing(Level.SAFE)
                    .rule(
                            "operation-removed-after-deprecation",
                            "An operation that was deprecated was removed",
                            "Consumers were told. Who did not listen gets 404 or 405.",
                            "Ask can-i-deploy whether a deployed consumer still uses it."),
            when(Subject.OPERATION, Edit.REMOVED)
                    .and(change -> change.detail().startsWith("unfinished "))
                    .failing(Level.SAFE)
                    .rule(
                            "operation-removed-unfinished",
                            "An operation that was a draft was removed",
                            "Its stability promised nothing. Who uses it all the same gets 404 or 405.",
                            "Ask can-i-deploy whether a deployed consumer uses it."),
            when(Subject.OPERATION, Edit.REMOVED)
                    .rule(
                            "operation-removed",
                            "An operation was removed",
                            "A consumer that uses it gets 404 or 405.",
                            "Deprecate it, with a sunset date; remove it when no deployed consumer uses it."),
            when(Subject.OPERATION, Edit.ADDED)
                    .rule(
                            "operation-added",
                            "An operation was added",
                            "Nobody uses it yet.",
                            "Nothing needs to be done."),
            when(Subject.ROUTE)
                    .rule(
                            "route-generalized",
                            "A path with a parameter serves what had a path of its own",
                            "The same requests get to another operation, which is compared.",
                            "Nothing needs to be done."),
            when(Subject.SERVER, Edit.REMOVED)
                    .rule(
                            "server-removed",
                            "An address no longer serves an operation",
                            "A consumer that calls the address gets no answer, or one of somebody else.",
                            "Serve both addresses, or redirect, until no deployed consumer uses the old one."),
            when(Subject.SERVER, Edit.ADDED)
                    .rule(
                            "server-added",
                            "One more address serves an operation",
                            "Nobody uses it yet.",
                            "Nothing needs to be done."),
            when(Subject.DEPRECATION, Edit.ADDED)
                    .rule(
                            "deprecated",
                            "Something was deprecated",
                            "It works as before; its removal was announced.",
                            "Tell its consumers, and give a sunset date."),
            when(Subject.DEPRECATION, Edit.REMOVED)
                    .rule(
                            "deprecation-withdrawn",
                            "Something is no longer deprecated",
                            "It works as before.",
                            "Nothing needs to be done."),
            when(Subject.SUNSET, Edit.ADDED)
                    .rule(
                            "sunset-announced",
                            "Something has a sunset date now",
                            "It works as before; the day was told from which on it may be gone.",
                            "Tell its consumers."),
            when(Subject.SUNSET, Edit.NARROWED)
                    .rule(
                            "sunset-earlier",
                            "A sunset date was moved to an earlier day",
                            "Who relied on the day that was told fails between both.",
                            "Keep the day, or ask can-i-deploy whether a deployed consumer still uses it."),
            when(Subject.SUNSET, Edit.WIDENED)
                    .rule(
                            "sunset-later",
                            "A sunset date was moved to a later day",
                            "It works longer than was told.",
                            "Nothing needs to be done."),
            when(Subject.SUNSET, Edit.REMOVED)
                    .rule(
                            "sunset-withdrawn",
                            "Something has no sunset date any more",
                            "It works as before.",
                            "Nothing needs to be done."),
            when(Subject.OPERATION_ID)
                    .rule(
                            "operation-id-changed",
                            "The id of an operation changed",
                            "It is not seen on the wire. Generated clients have another method name.",
                            "Keep ids while clients are generated from the document."),
            when(Subject.TAG)
                    .rule(
                            "tags-changed",
                            "The tags of an operation changed",
                            "They are not seen on the wire. Generated clients may put the method elsewhere.",
                            "Keep tags while clients are generated from the document."),
            when(Subject.COMPONENT)
                    .rule(
                            "component-removed",
                            "A named schema was removed or renamed",
                            "Names are not seen on the wire. Generated clients have another type.",
                            "Keep names while clients are generated from the document."),
            when(Subject.PARAMETER_ORDER)
                    .rule(
                            "parameter-order-changed",
                            "The parameters of an operation stand in another order",
                            "It is not seen on the wire. The methods of generated clients take their arguments in another order.",
                            "Add parameters at the end while clients are generated from the document."),
            when(Subject.TITLE)
                    .rule(
                            "schema-title-changed",
                            "The title of a schema changed",
                            "It is not seen on the wire. Generators name types of inline schemas by it.",
                            "Keep titles while clients are generated from the document."),
            when(Subject.ENUM_NAMES)
                    .rule(
                            "enum-names-changed",
                            "The values of an enum have other names, or another order",
                            "It is not seen on the wire. Generated constants have other names or numbers.",
                            "Keep order and names, and add values at the end, while clients are generated from the document."),
            when(Subject.STABILITY, Edit.NARROWED)
                    .otherwise(Level.RISKY)
                    .rule(
                            "stability-lowered",
                            "Less is promised of an operation",
                            "It works as before. What is draft, alpha or beta may change or go when its consumers do not expect it.",
                            "Lower a stability only when no deployed consumer relies on it."),
            when(Subject.STABILITY)
                    .rule(
                            "stability-changed",
                            "The stability of an operation changed",
                            "It works as before, and no less is promised.",
                            "Nothing needs to be done."));

    private static final List<OpenApiRule> PARAMETERS = List.of(
            when(Subject.PARAMETER, Edit.REMOVED)
                    .and(OpenApiRules::wasAnnounced)
                    .rule(
                            "parameter-removed-after-deprecation",
                            "A parameter that was deprecated was removed",
                            "Consumers were told. A server ignores what it does not know, or refuses it.",
                            "Ask can-i-deploy whether a deployed consumer still sends it."),
            when(Subject.PARAMETER, Edit.REMOVED)
                    .otherwise(Level.RISKY)
                    .rule(
                            "parameter-removed",
                            "A parameter was removed",
                            "A server ignores what it does not know, or refuses it; what the parameter did is not done.",
                            "Accept the parameter until no deployed consumer sends it."),
            when(Subject.PARAMETER, Edit.ADDED)
                    .rule(
                            "parameter-added",
                            "A parameter was added",
                            "A consumer that does not send a required one is refused.",
                            "Make it optional until every deployed consumer sends it."),
            when(Subject.PARAMETER_REQUIRED)
                    .rule(
                            "parameter-required-changed",
                            "A parameter became required, or optional",
                            "A consumer that does not send it is refused once it is required.",
                            "Make it optional until every deployed consumer sends it."),
            when(Subject.PARAMETER_FORM)
                    .rule(
                            "parameter-form-changed",
                            "A value is written in another way",
                            "Style, explode or content decide how a value looks on the wire. The same value is read as another one, or "
                                    + "refused.",
                            "Take both forms, or give the new form a name of its own."),
            when(Subject.PARAMETER_EMPTY)
                    .rule(
                            "parameter-empty-value-changed",
                            "A parameter may be empty, or no longer",
                            "A consumer that sends it without a value is refused.",
                            "Accept empty values until no deployed consumer sends them."),
            when(Subject.PARAMETER_RESERVED)
                    .otherwise(Level.RISKY)
                    .rule(
                            "parameter-reserved-changed",
                            "Reserved characters may stand in a parameter, or no longer",
                            "Servers differ in what they make of characters that are not escaped.",
                            "Accept both ways of writing."),
            when(Subject.PARAMETER_DEFAULT)
                    .rule(
                            "parameter-default-changed",
                            "A request without the parameter means something else",
                            "The same request is answered in another way.",
                            "Give the new behaviour a name of its own."));

    private static final List<OpenApiRule> BODIES = List.of(
            when(Subject.BODY, Edit.ADDED)
                    .rule(
                            "body-added",
                            "A body was added",
                            "A consumer that sends none is refused, if it is required.",
                            "Make it optional until every deployed consumer sends it."),
            when(Subject.BODY, Edit.REMOVED)
                    .rule(
                            "body-removed",
                            "A body was removed",
                            "What was in it is lost. A consumer that reads it finds nothing.",
                            "Keep it until no deployed consumer uses it."),
            when(Subject.BODY_REQUIRED)
                    .rule(
                            "body-required-changed",
                            "A body became required, or optional",
                            "A consumer that sends none is refused once it is required.",
                            "Make it optional until every deployed consumer sends it."),
            when(Subject.MEDIA_TYPE, Edit.REMOVED)
                    .rule(
                            "media-type-removed",
                            "A format is no longer offered, or no longer accepted",
                            "A consumer that sends it gets 415, one that asks for it gets 406 or another format.",
                            "Keep the format until no deployed consumer uses it."),
            when(Subject.MEDIA_TYPE, Edit.ADDED)
                    .rule(
                            "media-type-added",
                            "One more format is offered, or accepted",
                            "Who is asked what it can read is not hurt. Callbacks come in a format that was not announced.",
                            "Answer as the Accept header asks."),
            when(Subject.ENCODING)
                    .rule(
                            "part-encoding-changed",
                            "A part of a form is encoded in another way",
                            "The part is refused, or read as something else.",
                            "Take both encodings until no deployed consumer uses the old one."),
            when(Subject.STATUS, Edit.REMOVED)
                    .rule(
                            "status-removed",
                            "A status is no longer answered",
                            "A consumer that waits for a successful one waits in vain.",
                            "Keep it, or announce a new version of the operation."),
            when(Subject.STATUS, Edit.ADDED)
                    .rule(
                            "status-added",
                            "A status was announced",
                            "Consumers treat a status that they do not know as the first of its class (RFC 9110 §15).",
                            "Say in the description when it is answered."),
            when(Subject.HEADER, Edit.REMOVED)
                    .rule(
                            "response-header-removed",
                            "A header of an answer was removed",
                            "A consumer that reads it, and was promised it, fails.",
                            "Keep it until no deployed consumer reads it."),
            when(Subject.HEADER, Edit.ADDED)
                    .rule(
                            "response-header-added",
                            "A header of an answer was added",
                            "Nobody reads it yet.",
                            "Nothing needs to be done."),
            when(Subject.HEADER_REQUIRED)
                    .rule(
                            "response-header-required-changed",
                            "A header of an answer is promised, or no longer",
                            "A consumer that was promised it finds an answer without it.",
                            "Keep sending it until no deployed consumer reads it."),
            when(Subject.LINK)
                    .rule(
                            "links-changed",
                            "The links of an answer changed",
                            "They describe what can be asked next, and are not seen on the wire.",
                            "Keep them while clients are generated from the document."));

    private static final List<OpenApiRule> OTHERS = List.of(
            when(Subject.SECURITY, Edit.NARROWED)
                    .rule(
                            "security-narrowed",
                            "Credentials that were enough no longer are",
                            "A consumer that shows them gets 401 or 403.",
                            "Accept both until every deployed consumer shows the new ones."),
            when(Subject.SECURITY, Edit.WIDENED)
                    .rule(
                            "security-widened",
                            "Other credentials are enough too, or none is needed",
                            "No consumer is refused. Whether strangers should be let in is another question.",
                            "Let somebody who answers for security look at it."),
            when(Subject.SECURITY_ADDRESS)
                    .otherwise(Level.RISKY)
                    .rule(
                            "token-address-changed",
                            "Tokens come from another address",
                            "A consumer that asks the old address may get no token.",
                            "Serve both addresses until every deployed consumer asks the new one."),
            when(Subject.DOCUMENT)
                    .rule(
                            "document-not-understood",
                            "A part of a document is not understood",
                            "What depends on it is not compared, so it is not known whether anybody fails.",
                            "Mend the part that the message names, in both documents."),
            when(Subject.CALLBACK, Edit.REMOVED)
                    .rule(
                            "callback-removed",
                            "A callback is no longer made",
                            "A consumer that waits for it waits in vain.",
                            "Keep it until no deployed consumer waits for it."),
            when(Subject.CALLBACK, Edit.ADDED)
                    .rule(
                            "callback-added",
                            "A callback was added",
                            "Who does not ask for it does not get it.",
                            "Nothing needs to be done."),
            when(Subject.WEBHOOK, Edit.REMOVED)
                    .rule(
                            "webhook-removed",
                            "A webhook is no longer called",
                            "A consumer that waits for it waits in vain.",
                            "Keep it until no deployed consumer waits for it."),
            when(Subject.WEBHOOK, Edit.ADDED)
                    .rule(
                            "webhook-added",
                            "A webhook was added",
                            "Who does not ask for it does not get it.",
                            "Nothing needs to be done."));

    static final List<OpenApiRule> ENTRIES = Stream.of(OPERATIONS, PARAMETERS, BODIES, OTHERS, SchemaRules.ALL)
            .flatMap(List::stream)
            .toList();

    private OpenApiRules() {}

    public static List<Rule> all() {
        return ENTRIES.stream().map(OpenApiRule::rule).toList();
    }

    /** The rule that judges a change; the first that matches. */
    static OpenApiRule of(Change change) {
        return ENTRIES.stream()
                .filter(entry -> entry.matches().test(change))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no rule for " + change));
    }

    /** Whether its removal was announced, and nothing was promised beyond today. */
    static boolean wasAnnounced(Change change) {
        return change.detail().startsWith(Sunset.ANNOUNCED)
                && !change.detail().equals(change.name()); // a property may have such a name
    }

    static boolean inRequests(Change change) {
        return change.direction() == Direction.REQUEST;
    }

    static boolean inAnswers(Change change) {
        return change.direction() == Direction.RESPONSE;
    }
}
