package dev.seamwright.broker.impact;

import dev.seamwright.broker.contract.ContractService;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantKind;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.dbusage.Statement;
import dev.seamwright.contracts.dbusage.Statement.Use;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.verifier.footprint.Consumer;
import dev.seamwright.verifier.footprint.DocumentUsage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Who uses a table, a column, an operation or a part of a document, by what consumers have published. */
public final class WhoUses {
    private static final int MOST_LINES = 200;

    private final ParticipantService participants;
    private final ContractService contracts;

    public WhoUses(ParticipantService participants, ContractService contracts) {
        this.participants = participants;
        this.contracts = contracts;
    }

    /**
     * The users, for people.
     *
     * @param lines the consumers' versions, each followed by what of it uses the element
     * @param users how many versions use it
     */
    public record Users(List<String> lines, int users) {
        public Users {
            lines = List.copyOf(lines);
        }
    }

    /**
     * Who uses an element.
     *
     * @param element of a database {@code table}, {@code table.column} or {@code schema.table.column}; of an API {@code GET /orders}, an
     *     operationId or a JSON pointer into its document
     */
    public Users of(Tx tx, ParticipantName name, String element) {
        var participant = participants.get(tx, name);
        var isDatabase = participant.kind() == ParticipantKind.DATABASE
                || tx.store(ImpactStore.class)
                        .document(participant.id(), ContractKind.DB_SCHEMA.word(), null)
                        .isPresent();
        return isDatabase ? ofDatabase(tx, participant, element) : ofApi(tx, participant, element);
    }

    private static Known known(Tx tx, Participant participant, ContractKind own, ContractKind consumers) {
        return Known.of(tx.store(ImpactStore.class).standing(participant.id(), own.word(), consumers.word()));
    }

    private Users ofDatabase(Tx tx, Participant database, String element) {
        var named =
                Arrays.asList(element.toLowerCase(Locale.ROOT).replace("\"", "").split("\\.", -1));
        if (named.size() > 3 || named.stream().anyMatch(String::isBlank)) {
            throw new InvalidInput("/element", "Must be a table, 'orders', or a column of one, 'orders.discount'.");
        }
        var lines = new ArrayList<String>();
        var users = 0;
        var known = known(tx, database, ContractKind.DB_SCHEMA, ContractKind.DB_USAGE);
        for (var other : known.others()) {
            var statements = contracts.usage(tx, other.contentId()).statements().stream()
                    .filter(statement -> uses(statement, named))
                    .toList();
            if (!statements.isEmpty()) {
                users++;
                lines.add(ImpactText.party(other.party()));
                statements.forEach(statement -> lines.add(line(statement)));
            }
        }
        silent(known, database, lines);
        return bounded(lines, users);
    }

    private static String line(Statement statement) {
        var how = statement.uses().isEmpty() ? "names it in its text: " : "";
        return "  %s  %s  %s%s"
                .formatted(
                        Plain.line(statement.id()),
                        Plain.few(statement.sources(), 3),
                        how,
                        Plain.line(statement.sql()));
    }

    /** By what PostgreSQL said that it touches; where nobody asked, by the words of its text. */
    private static boolean uses(Statement statement, List<String> named) {
        if (!statement.uses().isEmpty()) {
            return statement.uses().stream().anyMatch(use -> isNamed(use, named));
        }
        var words = Relevance.words(statement.sql());
        return words.containsAll(named.size() == 3 ? named.subList(1, 3) : named);
    }

    private static boolean isNamed(Use use, List<String> named) {
        var relation = use.name().toLowerCase(Locale.ROOT);
        var qualified = "%s.%s".formatted(use.schema().toLowerCase(Locale.ROOT), relation);
        var column = use.column() == null ? "" : use.column().toLowerCase(Locale.ROOT);
        var text = String.join(".", named);
        return text.equals(relation)
                || text.equals(qualified)
                || text.equals(relation + "." + column)
                || text.equals(qualified + "." + column);
    }

    private Users ofApi(Tx tx, Participant provider, String element) {
        var known = known(tx, provider, ContractKind.OPENAPI, ContractKind.PACT);
        var own = known.own().stream()
                .filter(Known.Own::newest)
                .findFirst()
                .orElseThrow(() -> new NotFound("No OpenAPI document of %s is recorded: publish one."
                        .formatted(provider.name().value())));
        var document = OpenApiDocument.parse(contracts.openApi(tx, own.contentId()));
        var parties = new ArrayList<Known.Other>(known.others());
        var consumers = parties.stream()
                .map(other -> new Consumer(
                        other.party().name().value(),
                        other.party().version().value(),
                        other.party().places(),
                        contracts.pact(tx, other.contentId())))
                .toList();
        var lines = new ArrayList<String>();
        var users = DocumentUsage.of(document, consumers).users(pointer(document, element));
        for (var user : users) {
            lines.add(ImpactText.party(
                    parties.get(consumers.indexOf(user.consumer())).party()));
            user.interactions()
                    .forEach(one -> lines.add("  %s  pact %s  %s"
                            .formatted(Plain.line(one.title()), one.pointer(), Plain.line(one.how()))));
        }
        silent(known, provider, lines);
        return bounded(lines, users.size());
    }

    /** The place of an operation in a document, by its method and path or by its id; a pointer stays what it is. */
    public static String pointer(OpenApiDocument document, String element) {
        if (element.isEmpty() || element.startsWith("/")) {
            return element;
        }
        return document.operations()
                .filter(operation ->
                        "%s %s".formatted(operation.method(), operation.path()).equalsIgnoreCase(element)
                                || operation
                                        .node()
                                        .get("operationId")
                                        .flatMap(id -> id.text())
                                        .filter(element::equals)
                                        .isPresent())
                .findFirst()
                .map(operation -> operation.node().pointer())
                .orElseThrow(() -> new InvalidInput(
                        "/element",
                        "Names no operation of the document; it has %s."
                                .formatted(document.operations()
                                        .limit(20)
                                        .map(operation -> operation.method() + " " + operation.path())
                                        .collect(Collectors.joining(", ")))));
    }

    private static void silent(Known known, Participant participant, List<String> lines) {
        known.silent().stream()
                .filter(party -> !party.name().equals(participant.name()))
                .forEach(party -> lines.add(
                        ImpactText.party(party) + ": nobody can say, it has published nothing of what it needs"));
    }

    private static Users bounded(List<String> lines, int users) {
        if (lines.size() <= MOST_LINES) {
            return new Users(lines, users);
        }
        var some = new ArrayList<>(lines.subList(0, MOST_LINES));
        some.add("and %d more lines".formatted(lines.size() - MOST_LINES));
        return new Users(some, users);
    }
}
