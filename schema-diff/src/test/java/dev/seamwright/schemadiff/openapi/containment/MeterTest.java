package dev.seamwright.schemadiff.openapi.containment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class MeterTest {
    private final Meter meter = new Meter(new Budget(100, 100, 50, 1_000));

    private int stepsUntilExhausted() {
        var steps = 0;
        while (meter.step(0) == null) {
            steps++;
        }
        return steps;
    }

    @Test
    void what_is_spent_on_smaller_values_is_not_taken_from_the_questions() {
        meter.question();
        for (var i = 0; i < 5; i++) {
            meter.aside();
            assertEquals(100, stepsUntilExhausted());
            assertNotNull(meter.pair());
        }
        meter.question();
        assertEquals(0, meter.pairs());
        assertEquals(50, stepsUntilExhausted());
    }

    @Test
    void smaller_values_are_looked_for_until_all_the_means_for_it_are_spent() {
        for (var i = 0; i < 10; i++) {
            meter.aside();
            assertEquals(i < 9 ? 100 : 100 - 9, stepsUntilExhausted(), "search " + i);
        }
        meter.aside();
        assertNotNull(meter.step(0));
        meter.question();
        assertNull(meter.step(0));
    }
}
