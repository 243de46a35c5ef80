package dev.seamwright.schemadiff.postgres.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;

/** Work on whole directory trees. Symbolic links are treated themselves, never followed. */
public final class Trees {
    private Trees() {}

    /** Deletes the tree; a path that does not exist is fine. */
    public static void delete(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (var all = Files.walk(tree)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Gives the tree to the account unless its root is the account's already. */
    static void own(Path tree, Account account) throws IOException {
        if (Files.getAttribute(tree, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(account.uid())) {
            return;
        }
        try (var all = Files.walk(tree)) {
            // the root comes last, so that an interrupted change is taken up again
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.setAttribute(path, "unix:gid", account.gid(), LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(path, "unix:uid", account.uid(), LinkOption.NOFOLLOW_LINKS);
            }
        }
    }
}
