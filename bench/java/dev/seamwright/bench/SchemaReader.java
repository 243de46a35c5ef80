package dev.seamwright.bench;

import dev.seamwright.schemadiff.postgres.capture.Capture;
import dev.seamwright.schemadiff.postgres.capture.CatalogHash;
import dev.seamwright.schemadiff.postgres.capture.Fingerprint;
import dev.seamwright.schemadiff.postgres.capture.RawCatalog;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * A process that reads one database again and again, with the heap of {@code ./seamwright}: what is compared is read in turns, over one
 * connection. Prints a line for each measurement: name, repetition, {@link Cost#line}.
 */
final class SchemaReader {
    private SchemaReader() {}

    /** @param args URL, password of the superuser, process id of the server, repetitions; the first one is cold */
    public static void main(String[] args) throws Exception {
        var postmaster = Long.parseLong(args[2]);
        var repetitions = Integer.parseInt(args[3]);
        var held = new ArrayList<Object>();
        try (var connection = DriverManager.getConnection(args[0], "postgres", args[1])) {
            Map<String, Callable<?>> works = new LinkedHashMap<>();
            works.put("capture", () -> {
                held.clear();
                return held.add(Capture.of(connection));
            });
            works.put("queries", () -> RawCatalog.queries(connection));
            works.put("catalogs", () -> RawCatalog.catalogs(connection));
            works.put("fingerprint", () -> Fingerprint.of(connection));
            works.put("row-versions", () -> RawCatalog.rowVersions(connection));
            works.put("hash", () -> CatalogHash.of(connection, Set.of(), Set.of()));
            for (var repetition = 0; repetition < repetitions; repetition++) {
                for (var work : works.entrySet()) {
                    if (!work.getKey().equals("capture") && !work.getKey().equals("hash")) {
                        held.clear();
                    }
                    var cost = Cost.of(postmaster, work.getValue());
                    System.out.println(String.join(" ", List.of(work.getKey(), Integer.toString(repetition), cost.line())));
                }
            }
            held.clear();
            held.add(Capture.of(connection));
            System.gc();
        }
        System.out.println("held " + held.size());
    }
}
