package dev.seamwright.cli.forge;

import dev.seamwright.cli.Surroundings;
import dev.seamwright.cli.Table;
import dev.seamwright.cli.http.ForgeFailure;
import dev.seamwright.cli.verdict.VerdictReport;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.schemadiff.report.MarkdownReport;
import java.nio.charset.StandardCharsets;

/**
 * One comment a question, found by a hidden marker that names it, and edited when the verdict is another one than the comment's. A good
 * verdict is one line. The broker's own comments have markers of their own.
 */
public final class VerdictComment {
    private final Surroundings surroundings;

    public VerdictComment(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Puts it there, or says on stderr why not: the verdict and its exit code stand without it. */
    public void put(VerdictReport report) {
        try {
            var discussion = new Discussions(surroundings).current();
            surroundings.err().println(put(discussion, report));
        } catch (ForgeFailure failure) {
            surroundings.err().println("No comment: " + Table.oneLine(String.valueOf(failure.getMessage())) + ".");
        }
    }

    private static String put(Discussion discussion, VerdictReport report) throws ForgeFailure {
        var marker = "<!-- seamwright:gate:%s -->".formatted(hash(report.query().identity()));
        var state = "<!-- state:%s -->".formatted(hash(report.state()));
        var body = MarkdownReport.fit(
                "%s\n%s\n%s".formatted(marker, state, report.comment()), MarkdownReport.LONGEST_COMMENT);
        var ours = discussion.comments().stream()
                .filter(comment -> comment.body().startsWith(marker))
                .findFirst();
        if (ours.isEmpty()) {
            discussion.add(body);
            return "Commented in %s.".formatted(discussion.title());
        }
        if (ours.get().body().startsWith(marker + "\n" + state)) {
            return "The comment in %s says so already.".formatted(discussion.title());
        }
        discussion.edit(ours.get().id(), body);
        return "Edited the comment in %s.".formatted(discussion.title());
    }

    private static String hash(String text) {
        return Sha256.ofContent(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
    }
}
