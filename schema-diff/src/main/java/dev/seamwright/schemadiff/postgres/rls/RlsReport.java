package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.schemadiff.report.MarkdownReport;
import dev.seamwright.schemadiff.report.Reported;
import dev.seamwright.schemadiff.report.TextReport;
import java.util.List;
import java.util.StringJoiner;

/** A review for people: the verdict first, what was found with its remedy, and what was tried and what was not. */
public final class RlsReport {
    private static final int MOST_ROWS = 20;

    private RlsReport() {}

    /** The verdict in a sentence, which begins with LEAK, NO WITNESS or UNKNOWN. */
    public static String verdict(Review review, String login) {
        return switch (review.verdict()) {
            case LEAK -> "LEAK: with the login %s one tenant gets at what is another's.".formatted(login);
            case CLEAN ->
                "NO WITNESS: nothing of another tenant showed in %d attempts with the login %s on %d objects."
                        .formatted(
                                review.coverage().probes(),
                                login,
                                review.coverage().relations().size());
            case UNKNOWN -> "UNKNOWN: it cannot be told whether the login %s keeps tenants apart.".formatted(login);
        };
    }

    /** For a terminal. */
    public static String text(Review review, String login) {
        var text = new StringJoiner("\n", "", "\n");
        text.add(verdict(review, login));
        section(text, "Because", review.coverage().unknown());
        change(text, review);
        text.add("");
        text.add(TextReport.of(reported(review.findings())).stripTrailing());
        text.add("");
        text.add("Tried: %d attempts on %d objects."
                .formatted(
                        review.coverage().probes(),
                        review.coverage().relations().size()));
        section(text, "Not tried", gaps(review));
        return text.toString().replaceAll("[\\p{Cntrl}&&[^\n\t]]", "\uFFFD");
    }

    private static void change(StringJoiner text, Review review) {
        var change = review.change();
        if (change == null) {
            return;
        }
        text.add("");
        text.add("The change: %d findings appear, %d are resolved; %d rows open, %d close."
                .formatted(
                        change.appeared().size(),
                        change.resolved().size(),
                        change.opened().size(),
                        change.closed().size()));
        section(text, "Appear", names(change.appeared()));
        section(text, "Are resolved", names(change.resolved()));
        section(text, "Opened", first(change.opened()));
        section(text, "Closed", first(change.closed()));
    }

    /** For a comment on a merge request. */
    public static String markdown(Review review, String login) {
        var text = new StringJoiner("\n", "", "\n");
        text.add("**" + escape(verdict(review, login)) + "**");
        list(text, "Because", review.coverage().unknown());
        var change = review.change();
        if (change != null) {
            list(text, "Appear with the change", names(change.appeared()));
            list(text, "Are resolved by the change", names(change.resolved()));
            list(text, "Rows that the change opens", first(change.opened()));
            list(text, "Rows that the change closes", first(change.closed()));
        }
        text.add("");
        text.add(MarkdownReport.of(reported(review.findings())).stripTrailing());
        list(text, "Not tried", gaps(review));
        return text.toString();
    }

    /** The findings as the reports of other engines take them. */
    public static List<Reported> reported(List<Review.Item> items) {
        return items.stream().map(item -> new Reported(item.finding(), null)).toList();
    }

    private static List<String> gaps(Review review) {
        return review.coverage().notTried().stream()
                .map(gap -> gap.subject() + ": " + gap.reason())
                .toList();
    }

    private static List<String> names(List<Review.Item> items) {
        return items.stream()
                .map(item -> "%s %s %s"
                        .formatted(
                                item.finding().level().word(),
                                item.finding().rule().id(),
                                item.finding().subject()))
                .toList();
    }

    private static List<String> first(List<String> rows) {
        if (rows.size() <= MOST_ROWS) {
            return rows;
        }
        var some = new java.util.ArrayList<>(rows.subList(0, MOST_ROWS));
        some.add("and %d more".formatted(rows.size() - MOST_ROWS));
        return some;
    }

    private static void section(StringJoiner text, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            text.add(title + ":");
            lines.forEach(line -> text.add("  " + Witness.oneLine(line)));
        }
    }

    private static void list(StringJoiner text, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            text.add("");
            text.add(title + ":");
            text.add("");
            lines.forEach(line -> text.add("- " + escape(Witness.oneLine(line))));
        }
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replaceAll("([\\\\`*_\\[\\]|])", "\\\\$1");
    }
}
