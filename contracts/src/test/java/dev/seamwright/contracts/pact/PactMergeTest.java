package dev.seamwright.contracts.pact;

import static dev.seamwright.contracts.pact.PactTest.pact;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.pact.MergeResult.Merged;
import dev.seamwright.contracts.pact.MergeResult.PactConflict;
import org.junit.jupiter.api.Test;

class PactMergeTest {
    @Test
    void the_union_keeps_the_order_and_the_later_metadata() {
        var first = pact(
                "{'consumer':{'name':'A'},'interactions':[{'description':'b','n':1},{'description':'a'}],'metadata':{'x':1,'y':1}}");
        var later = pact(
                "{'interactions':[{'description':'c'},{'n':1,'description':'b','_id':'old'}],'messages':[{'description':'m'}],'metadata':{'y':2}}");
        assertEquals(
                "{'consumer':{'name':'A'},'interactions':[{'description':'b','n':1},{'description':'a'},{'description':'c'}],'metadata':{'x':1,'y':2},'messages':[{'description':'m'}]}",
                print(merged(first, later)));
    }

    @Test
    void the_same_interaction_with_other_content_is_a_conflict_that_names_it() {
        var first = pact(
                "{'interactions':[{'description':'x'},{'description':'get','providerState':'s','response':{'status':200}}]}");
        var later = pact(
                "{'interactions':[{'description':'get','providerStates':[{'name':'s'}],'response':{'status':201}}]}");
        var conflict = assertInstanceOf(PactConflict.class, first.merge(later));
        var clash = conflict.clashes().getFirst();
        assertEquals("/interactions/1", clash.before());
        assertEquals("/interactions/0", clash.after());
        assertTrue(clash.detail().startsWith("\"get\" given s is in both pacts"), clash.detail());
    }

    @Test
    void another_state_parameter_or_kind_is_another_interaction() {
        var first = pact(
                "{'interactions':[{'type':'Synchronous/HTTP','description':'d','providerStates':[{'name':'s','params':{'id':1}}]}]}");
        var later = pact(
                "{'interactions':[{'type':'Asynchronous/Messages','description':'d','providerStates':[{'name':'s','params':{'id':1}}],'contents':1},"
                        + "{'type':'Synchronous/HTTP','description':'d','providerStates':[{'name':'s','params':{'id':2}}]},{'type':'Synchronous/HTTP','description':'d'}]}");
        assertEquals(4, merged(first, later).interactions().size());
    }

    @Test
    void messages_merge_as_interactions_do() {
        var first = pact("{'messages':[{'description':'a','contents':1}]}");
        var later = pact("{'messages':[{'description':'a','contents':2}]}");
        assertInstanceOf(PactConflict.class, first.merge(later));
        assertEquals(
                2,
                merged(first, pact("{'messages':[{'description':'b'}]}"))
                        .interactions()
                        .size());
        assertEquals(
                "{'messages':[{'description':'b'}]}",
                print(merged(pact("{'messages':null}"), pact("{'messages':[{'description':'b'}]}"))));
    }

    @Test
    void pacts_of_different_specifications_do_not_merge() {
        var first = pact("{'interactions':[],'metadata':{'pactSpecification':{'version':'2.0.0'}}}");
        var later = pact("{'interactions':[],'metadata':{'pactSpecification':{'version':'4.0'}}}");
        var conflict = assertInstanceOf(PactConflict.class, first.merge(later));
        assertTrue(conflict.clashes().getFirst().detail().contains("version 2"), conflict::toString);
        assertInstanceOf(
                Merged.class,
                first.merge(pact("{'interactions':[],'metadata':{'pactSpecification':{'version':'2.1'}}}")));
    }

    @Test
    void pacts_of_different_pairs_are_refused() {
        var first = pact("{'consumer':{'name':'A'},'provider':{'name':'B'}}");
        var failure = assertThrows(
                InvalidInput.class, () -> first.merge(pact("{'consumer':{'name':'A'},'provider':{'name':'C'}}")));
        assertEquals("/provider/name", failure.details().getFirst().pointer());
    }

    static Pact merged(Pact first, Pact later) {
        return assertInstanceOf(Merged.class, first.merge(later)).pact();
    }

    private static String print(Pact pact) {
        return new String(pact.print(), UTF_8).replace('"', '\'');
    }
}
