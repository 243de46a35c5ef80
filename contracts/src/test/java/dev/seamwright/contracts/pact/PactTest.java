package dev.seamwright.contracts.pact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.DoubleNode;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PactTest {
    private static final Path CASES = Path.of("src/test/resources/pact");

    /** Expected: the content hash, then the {@code _id} of each interaction; computed with Ruby 3.3.9 and its json gem 2.7.2. */
    @TestFactory
    Stream<DynamicTest> hashes_are_those_that_ruby_computes() throws IOException {
        List<Path> folders;
        try (var listing = Files.list(CASES)) {
            folders = listing.sorted().toList();
        }
        assertEquals(5, folders.size());
        return folders.stream()
                .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> {
                    var pact = Pact.parse(Files.readAllBytes(folder.resolve("pact.json")));
                    var expected = Files.readAllLines(folder.resolve("expected.txt"));
                    assertEquals(expected.getFirst(), pact.brokerSha());
                    var identified = pact.withInteractionIds();
                    assertEquals(
                            expected.subList(1, expected.size()).stream()
                                    .sorted()
                                    .toList(),
                            identified.interactions().stream()
                                    .map(interaction -> identified
                                            .json(interaction)
                                            .get("_id")
                                            .textValue())
                                    .sorted()
                                    .toList());
                    assertEquals(identified, identified.withInteractionIds());
                }));
    }

    @Test
    void decimals_are_spelled_as_ruby_spells_doubles() {
        // Float#to_s of Ruby 3.3.9
        Map.ofEntries(
                        Map.entry(1.0, "1.0"),
                        Map.entry(1e14, "100000000000000.0"),
                        Map.entry(1e15, "1.0e+15"),
                        Map.entry(1.5e15, "1.5e+15"),
                        Map.entry(4311589906956197.5, "4311589906956197.5"),
                        Map.entry(1234567890123456.0, "1.234567890123456e+15"),
                        Map.entry(123456789012345.0, "123456789012345.0"),
                        Map.entry(0.0001, "0.0001"),
                        Map.entry(0.00001234, "1.234e-05"),
                        Map.entry(-0.0, "-0.0"),
                        Map.entry(Double.MIN_VALUE, "5.0e-324"),
                        Map.entry(-1.7976931348623157e308, "-1.7976931348623157e+308"))
                .forEach((value, text) -> assertEquals(text, PactNumbers.spell(DoubleNode.valueOf(value))));
    }

    @Test
    void the_id_stands_first_and_replaces_an_old_one() {
        var pact = pact("{'interactions':[{'description':'a','_id':'mine','x':1}]}")
                .withInteractionIds();
        var text = new String(pact.print(), UTF_8);
        assertTrue(text.startsWith("{\"interactions\":[{\"_id\":\""), text);
        assertTrue(text.endsWith("\",\"description\":\"a\",\"x\":1}]}"), text);
        assertEquals(
                pact("{'interactions':[{'x':1,'description':'a'}]}")
                        .withInteractionIds()
                        .brokerSha(),
                pact.brokerSha());
    }

    @Test
    void names_and_metadata_do_not_change_the_brokers_hash_but_names_change_ours() {
        var a = pact("{'consumer':{'name':'A'},'provider':{'name':'B'},'interactions':[],'metadata':{'client':1}}");
        var b = pact("{'consumer':{'name':'A'},'provider':{'name':'C'},'interactions':[],'metadata':{'client':2}}");
        var c = pact("{'interactions':[],'provider':{'name':'B'},'consumer':{'name':'A','x':1}}");
        assertEquals(a.brokerSha(), b.brokerSha());
        assertNotEquals(a.contentSha256(), b.contentSha256());
        assertEquals(a.contentSha256(), c.contentSha256());
        assertNotEquals(a.contentSha256(), pact("{'interactions':[]}").contentSha256());
    }

    @Test
    void our_hash_counts_every_digit_where_the_broker_counts_doubles() {
        var a = pact("{'interactions':[{'n':1.10}]}");
        var b = pact("{'interactions':[{'n':1.1}]}");
        assertEquals(a.brokerSha(), b.brokerSha());
        assertNotEquals(a.contentSha256(), b.contentSha256());
    }

    @Test
    void the_specification_version_is_found_in_all_three_places() {
        assertEquals(
                Optional.of("2.0.0"),
                pact("{'metadata':{'pactSpecification':{'version':'2.0.0'}}}").specificationVersion());
        assertEquals(
                Optional.of("3"),
                pact("{'metadata':{'pact-specification':{'version':3}}}").specificationVersion());
        assertEquals(
                Optional.of("1.1"),
                pact("{'metadata':{'pactSpecificationVersion':'1.1'}}").specificationVersion());
        assertEquals(
                Optional.empty(), pact("{'metadata':{'pactSpecification':'4'}}").specificationVersion());
        assertEquals(Optional.empty(), pact("{}").specificationVersion());
    }

    @Test
    void provider_states_of_every_version_are_listed_once() {
        var states = pact("""
                        {'interactions':[
                          {'description':'v1','provider_state':'one'},
                          {'description':'v2','providerState':'one'},
                          {'description':'v3','providerStates':[{'name':'one','params':{}},{'name':'two','params':{'b':1,'a':2}}]},
                          {'description':'v4','type':'Synchronous/HTTP','providerStates':[{'name':'two','params':{'a':2,'b':1}},{'name':'two'}]},
                          {'description':'none','providerState':null}],
                         'messages':[{'description':'m','providerStates':[{'name':'three'}]}]}""").providerStates();
        assertEquals(
                List.of("one {}", "two {\"b\":1,\"a\":2}", "two {}", "three {}"),
                states.stream()
                        .map(state -> state.name() + " " + state.params())
                        .toList());
    }

    @Test
    void what_is_not_a_pact_is_refused_with_every_place() {
        assertPointers("[]", "");
        assertPointers("'x'", "");
        assertPointers(
                "{'consumer':{'name':1},'provider':'B','interactions':{},'messages':[1,{},null]}",
                "/consumer/name",
                "/provider",
                "/interactions",
                "/messages/0",
                "/messages/2");
        assertPointers("{'messages':[" + "{},".repeat(20_000) + "{}]}", "/messages");
        assertEquals(
                20_000,
                pact("{'messages':[" + "{},".repeat(19_999) + "{}]}")
                        .interactions()
                        .size());
    }

    @Test
    void nobody_can_change_a_pact() {
        var pact = pact("{'interactions':[{'description':'a','providerStates':[{'name':'s','params':{'p':1}}]}]}");
        var before = pact.brokerSha();
        pact.toJson().removeAll();
        ((com.fasterxml.jackson.databind.node.ObjectNode)
                        pact.providerStates().getFirst().params())
                .removeAll();
        assertEquals(before, pact.brokerSha());
    }

    @Test
    void other_spellings_of_a_name_are_found() {
        var existing = Stream.of(
                        "Order API",
                        "order-service",
                        "orders_provider",
                        "OrdersService",
                        "Shop",
                        "HTTPOrder",
                        "Ordered",
                        "API",
                        "Order Items")
                .map(ParticipantName::new)
                .toList();
        assertEquals(
                List.of("Order API", "order-service", "orders_provider", "OrdersService"),
                duplicates("Orders", existing));
        assertEquals(List.of("HTTPOrder"), duplicates("http orders", existing));
        assertEquals(List.of("Order Items"), duplicates("OrderItem", existing));
        assertEquals(List.of(), duplicates("Order API", existing));
        assertEquals(List.of(), duplicates("Service", existing));
        assertEquals(List.of(), duplicates("Items Order", existing));
    }

    private static List<String> duplicates(String name, List<ParticipantName> existing) {
        return PotentialDuplicates.of(new ParticipantName(name), existing).stream()
                .map(ParticipantName::value)
                .toList();
    }

    private static void assertPointers(String json, String... pointers) {
        var failure = assertThrows(InvalidInput.class, () -> pact(json));
        assertEquals(
                List.of(pointers),
                failure.details().stream().map(InvalidInput.Detail::pointer).toList());
    }

    /** Reads JSON written with single quotes. */
    static Pact pact(String json) {
        return Pact.parse(json.replace('\'', '"').getBytes(UTF_8));
    }
}
