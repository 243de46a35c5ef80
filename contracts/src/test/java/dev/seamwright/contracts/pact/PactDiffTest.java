package dev.seamwright.contracts.pact;

import static dev.seamwright.contracts.pact.PactTest.pact;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PactDiffTest {
    @Test
    void changes_are_listed_by_interaction_and_place() {
        var before = pact("""
                {'provider':{'name':'B'},'interactions':[
                  {'description':'gone','request':{'path':'/x'}},
                  {'_id':'1','description':'get','providerState':'an order','response':{'status':200,'body':{'a/b':[1,2],'n':1}}}],
                 'metadata':{'pactSpecification':{'version':'2.0.0'}}}""");
        var after = pact("""
                {'provider':{'name':'B'},'interactions':[
                  {'_id':'2','description':'get','providerState':'an order','response':{'status':201,'body':{'n':1.0,'a/b':[1]}}},
                  {'description':'new','request':{'path':'/y'}}],
                 'metadata':{'pactSpecification':{'version':'3.0.0'}}}""");
        assertEquals("""
                  pact
                    /metadata/pactSpecification/version
                    - "2.0.0"
                    + "3.0.0"
                  interaction "get" given an order
                    /response/status
                    - 200
                    + 201
                    /response/body/a~1b/1
                    - 2
                    /response/body/n
                    - 1
                    + 1.0
                - interaction "gone"
                    - {"description":"gone","request":{"path":"/x"}}
                + interaction "new"
                    + {"description":"new","request":{"path":"/y"}}
                """, Pact.diff(before, after));
    }

    @Test
    void the_order_of_interactions_and_keys_is_no_difference() {
        assertEquals(
                "",
                Pact.diff(
                        pact(
                                "{'interactions':[{'description':'a','x':1},{'description':'b'},{'description':'b','n':1}]}"),
                        pact(
                                "{'interactions':[{'description':'b'},{'x':1,'description':'a'},{'description':'b','n':1}]}")));
    }

    @Test
    void text_that_could_mislead_the_reader_is_made_visible_and_long_values_are_cut() {
        var text = Pact.diff(
                pact("{'interactions':[]}"),
                pact("{'interactions':[{'description':'evil\u202e\\n+ interaction','body':'" + "x".repeat(1000)
                        + "'}]}"));
        assertEquals(2, text.lines().count());
        assertTrue(text.contains("evilU+202EU+000A+ interaction"), text);
        assertTrue(text.contains("xxx... ("), text);
        assertTrue(text.length() < 600, text);
    }

    @Test
    void the_work_has_a_bound() {
        var text = Pact.diff(many(20_000, "a"), many(20_000, "b"));
        assertEquals(2 * PactDiff.MAX_DIFFERENCES + 1, text.lines().count());
        assertTrue(text.endsWith("only the first 1000 are shown\n"));
    }

    @Test
    void many_interactions_of_one_name_take_no_quadratic_time() {
        var same = pact("{'messages':[" + "{},".repeat(19_999) + "{}]}");
        assertEquals("", Pact.diff(same, same));
        assertEquals(
                2 * PactDiff.MAX_DIFFERENCES + 1,
                Pact.diff(same, pact("{'messages':[]}")).lines().count());
    }

    private static Pact many(int count, String prefix) {
        return pact(IntStream.range(0, count)
                .mapToObj(i -> "{'description':'" + prefix + i + "'}")
                .collect(Collectors.joining(",", "{'interactions':[", "]}")));
    }
}
