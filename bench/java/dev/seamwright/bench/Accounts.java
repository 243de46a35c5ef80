package dev.seamwright.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The kernel's accounts of CPU time, proc(5), in milliseconds: of the broker's JVM, of the compiler threads in it, of PostgreSQL with
 * all its children, the ended ones included, and of the whole machine.
 */
record Accounts(double jvm, double compilers, double postgres, double machine) {
    // CLK_TCK, which is 100 on every Linux that a JDK 25 runs on
    private static final double TICK_MILLIS = 10;

    /** @param postmaster 0 if there is no PostgreSQL */
    static Accounts read(long jvm, long postmaster) {
        try {
            return new Accounts(
                    self(stat(Path.of("/proc/" + jvm + "/stat"))),
                    compilers(jvm),
                    postgres(postmaster),
                    machineTicks() * TICK_MILLIS);
        } catch (IOException gone) {
            throw new UncheckedIOException("The broker has ended", gone);
        }
    }

    Accounts minus(Accounts before) {
        return new Accounts(
                jvm - before.jvm,
                compilers - before.compilers,
                postgres - before.postgres,
                machine - before.machine);
    }

    /** The fields after the command's name: index 0 is the state, 11 and 12 utime and stime, 13 and 14 those of reaped children. */
    private static String[] stat(Path file) throws IOException {
        var text = Files.readString(file);
        return text.substring(text.lastIndexOf(')') + 2).split(" ");
    }

    private static double self(String[] stat) {
        return (Long.parseLong(stat[11]) + Long.parseLong(stat[12])) * TICK_MILLIS;
    }

    private static double compilers(long jvm) throws IOException {
        var sum = 0.0;
        try (var tasks = Files.list(Path.of("/proc/" + jvm + "/task"))) {
            for (var task : (Iterable<Path>) tasks::iterator) {
                try {
                    if (Files.readString(task.resolve("comm")).matches("(?s)C[12] Compiler.*")) {
                        sum += self(stat(task.resolve("stat")));
                    }
                } catch (NoSuchFileException ended) {
                    continue;
                }
            }
        }
        return sum;
    }

    /** A process that ends meanwhile would be counted twice or not at all, so the reading is taken again. */
    private static double postgres(long postmaster) throws IOException {
        if (postmaster == 0) {
            return 0;
        }
        var own = stat(Path.of("/proc/" + postmaster + "/stat"));
        while (true) {
            var sum = postgres(postmaster, own);
            var after = stat(Path.of("/proc/" + postmaster + "/stat"));
            if (after[13].equals(own[13]) && after[14].equals(own[14])) {
                return sum;
            }
            own = after;
        }
    }

    private static double postgres(long postmaster, String[] own) throws IOException {
        var sum = self(own) + (Long.parseLong(own[13]) + Long.parseLong(own[14])) * TICK_MILLIS;
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (var process : (Iterable<Path>) processes::iterator) {
                if (!Character.isDigit(process.getFileName().toString().charAt(0))) {
                    continue;
                }
                try {
                    var stat = stat(process.resolve("stat"));
                    if (Long.parseLong(stat[1]) == postmaster) {
                        sum += self(stat);
                    }
                } catch (IOException ended) {
                    continue; // and counted as reaped from now on
                }
            }
        }
        return sum;
    }

    private static long machineTicks() throws IOException {
        var fields = Files.readAllLines(Path.of("/proc/stat")).getFirst().split(" +");
        var busy = 0L;
        for (var i : new int[] {1, 2, 3, 6, 7, 8}) { // all but idle and iowait
            busy += Long.parseLong(fields[i]);
        }
        return busy;
    }
}
