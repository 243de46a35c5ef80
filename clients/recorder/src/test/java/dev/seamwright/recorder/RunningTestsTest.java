package dev.seamwright.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** In which test a statement runs. */
@Isolated
class RunningTestsTest {
    private final ExecutorService one = Executors.newSingleThreadExecutor();
    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private final ExecutorService service = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        one.close();
        other.close();
        service.close();
    }

    private static void in(ExecutorService thread, Runnable work) throws Exception {
        thread.submit(work).get();
    }

    private static String current(ExecutorService thread) throws Exception {
        Callable<String> question = () -> String.valueOf(RunningTests.current());
        return thread.submit(question).get();
    }

    @Test
    void tests_that_run_in_parallel_are_told_apart_by_their_threads() throws Exception {
        in(one, () -> RunningTests.enter(String.class, "a"));
        assertEquals("java.lang.String.a", current(service));
        in(other, () -> RunningTests.enter(String.class, "b"));
        assertEquals("java.lang.String.a", current(one));
        assertEquals("java.lang.String.b", current(other));
        // of either, and nobody knows of which
        assertEquals("null", current(service));
        in(one, RunningTests::leave);
        assertEquals("java.lang.String.b", current(service));
        in(other, RunningTests::leave);
        assertEquals("null", current(service));
    }

    @Test
    void a_thread_that_runs_another_test_while_it_waits_comes_back_to_its_own() throws Exception {
        in(one, () -> {
            RunningTests.enter(String.class);
            assertEquals("java.lang.String", RunningTests.current());
            RunningTests.enter(Integer.class);
            RunningTests.enter(Integer.class, "a");
            assertEquals("java.lang.Integer.a", RunningTests.current());
            RunningTests.leave();
            RunningTests.leave();
            assertEquals("java.lang.String", RunningTests.current());
            RunningTests.leave();
            assertNull(RunningTests.current());
        });
    }

    @Test
    void one_test_that_runs_twice_at_a_time_is_one_test() throws Exception {
        in(one, () -> RunningTests.enter(String.class, "a"));
        in(other, () -> RunningTests.enter(String.class, "a"));
        assertEquals("java.lang.String.a", current(service));
        in(one, RunningTests::leave);
        assertEquals("java.lang.String.a", current(service));
        in(other, RunningTests::leave);
        assertEquals("null", current(service));
    }
}
