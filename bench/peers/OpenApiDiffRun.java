import java.lang.management.ManagementFactory;
import org.openapitools.openapidiff.core.OpenApiCompare;

/** Compares two documents with openapi-diff, once or often, and prints its verdict and what the last time took. */
public final class OpenApiDiffRun {
    public static void main(String[] args) throws Exception {
        var seconds = 0.0;
        var verdict = "";
        for (var run = 0; run < Integer.parseInt(args[2]); run++) {
            var began = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            var compared = OpenApiCompare.fromLocations(args[0], args[1]);
            verdict = compared.isUnchanged() ? "no changes" : compared.isCompatible() ? "compatible" : "incompatible, " + compared.getChangedOperations().size() + " operations changed";
            seconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - began) / 1e9;
        }
        System.out.printf("%.2f %s%n", seconds, verdict);
    }
}
