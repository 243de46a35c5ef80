package dev.seamwright.contracts.pact;

import static dev.seamwright.contracts.pact.PactTest.pact;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.pact.InteractionChange.Changed;
import java.util.List;
import org.junit.jupiter.api.Test;

class InteractionChangeTest {
    private static String told(InteractionChange change) {
        return switch (change) {
            case InteractionChange.Added added -> "added " + added.interaction().pointer();
            case InteractionChange.Removed removed ->
                "removed " + removed.interaction().pointer();
            case Changed changed ->
                "changed %s %s %s"
                        .formatted(
                                changed.before().pointer(),
                                changed.interaction().pointer(),
                                changed.differences().stream()
                                        .map(InteractionChange.Difference::pointer)
                                        .toList());
        };
    }

    @Test
    void each_interaction_is_told_where_it_stood_and_stands() {
        var before = pact("""
                {'interactions':[
                  {'description':'gone'},
                  {'_id':'1','description':'get','response':{'status':200,'body':[1,2]}},
                  {'description':'same'}]}""");
        var after = pact("""
                {'interactions':[
                  {'description':'same'},
                  {'description':'new'},
                  {'_id':'2','description':'get','response':{'status':201,'body':[1]}}]}""");
        assertEquals(
                List.of(
                        "changed /interactions/1 /interactions/2 [/response/status, /response/body/1]",
                        "removed /interactions/0",
                        "added /interactions/1"),
                InteractionChange.between(before, after).stream()
                        .map(InteractionChangeTest::told)
                        .toList());
        assertTrue(InteractionChange.between(after, after).isEmpty());
    }

    @Test
    void of_many_differences_the_first_are_told() {
        var many = "0,".repeat(300) + "0";
        var changes = InteractionChange.between(
                pact("{'interactions':[{'description':'a','body':[" + many + "]}]}"),
                pact("{'interactions':[{'description':'a','body':[" + many.replace('0', '1') + "]}]}"));
        assertEquals(100, ((Changed) changes.getFirst()).differences().size());
    }
}
