package dev.seamwright.bench;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * What some work took: CPU seconds of this JVM, of the compiler threads in it, and of PostgreSQL, seconds on the clock, and how many
 * processors everything else on the machine used meanwhile.
 */
record Cost(double jvm, double compilers, double postgres, double wall, double otherCores) {
    double cpu() {
        return jvm + postgres;
    }

    /** CPU without compiling: what the work takes in a process that has run for a while. */
    double compiled() {
        return jvm - compilers + postgres;
    }

    /** Measures one run of the work. */
    static Cost of(long postmaster, Callable<?> work) throws Exception {
        var before = Accounts.read(ProcessHandle.current().pid(), postmaster);
        var began = System.nanoTime();
        work.call();
        var wall = (System.nanoTime() - began) / 1e9;
        var used = Accounts.read(ProcessHandle.current().pid(), postmaster).minus(before);
        return new Cost(
                used.jvm() / 1000,
                used.compilers() / 1000,
                used.postgres() / 1000,
                wall,
                (used.machine() - used.jvm() - used.postgres()) / 1000 / wall);
    }

    /** The one in the middle by CPU. */
    static Cost median(List<Cost> costs) {
        return costs.stream().sorted(Comparator.comparingDouble(Cost::cpu)).toList().get(costs.size() / 2);
    }

    Cost dividedBy(int number) {
        return new Cost(jvm / number, compilers / number, postgres / number, wall / number, otherCores);
    }

    static Cost parse(String line) {
        var numbers = line.split(" ");
        return new Cost(
                Double.parseDouble(numbers[0]),
                Double.parseDouble(numbers[1]),
                Double.parseDouble(numbers[2]),
                Double.parseDouble(numbers[3]),
                Double.parseDouble(numbers[4]));
    }

    String line() {
        return "%.4f %.4f %.4f %.4f %.2f".formatted(jvm, compilers, postgres, wall, otherCores);
    }
}
