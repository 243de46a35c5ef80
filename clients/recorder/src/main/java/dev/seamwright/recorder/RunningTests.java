package dev.seamwright.recorder;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which tests run now. Their names are those of classes and methods: display names can have values in them. */
final class RunningTests {
    // a stack: a thread that waits for tests which run in parallel runs another one meanwhile
    private static final ThreadLocal<@Nullable ArrayDeque<String>> OF_THREAD = new ThreadLocal<>();
    private static final Map<String, Integer> RUNNING = new ConcurrentHashMap<>();
    private static final Set<String> CLASSES = ConcurrentHashMap.newKeySet();

    private RunningTests() {}

    static void enter(Class<?> type) {
        CLASSES.add(Callers.topLevel(type));
        push(type.getName());
    }

    static void enter(Class<?> type, String method) {
        var test = type.getName() + "." + method;
        RUNNING.merge(test, 1, Integer::sum);
        push(test);
    }

    private static void push(String test) {
        var stack = OF_THREAD.get();
        if (stack == null) {
            stack = new ArrayDeque<>();
            OF_THREAD.set(stack);
        }
        stack.push(test);
    }

    static void leave() {
        var stack = OF_THREAD.get();
        var test = stack == null ? null : stack.poll();
        if (test != null) {
            RUNNING.computeIfPresent(test, (name, times) -> times == 1 ? null : times - 1);
        }
        if (stack != null && stack.isEmpty()) {
            OF_THREAD.remove();
        }
    }

    /** The test of this thread; in a thread of the service the one test that runs; null: there is none, or there are several. */
    static @Nullable String current() {
        var stack = OF_THREAD.get();
        var test = stack == null ? null : stack.peek();
        if (test != null) {
            return test;
        }
        var running = RUNNING.keySet().iterator();
        var only = running.hasNext() ? running.next() : null;
        return running.hasNext() ? null : only;
    }

    /** Whether a test ran the statement itself. */
    static boolean isTest(Caller caller) {
        return caller.isDirect() && CLASSES.contains(caller.topLevel());
    }
}
