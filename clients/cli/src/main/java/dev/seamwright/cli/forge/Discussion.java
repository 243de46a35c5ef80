package dev.seamwright.cli.forge;

import java.util.List;

/** The comments of one pull request, or merge request. */
interface Discussion {
    /** A comment that is there. */
    record Comment(long id, String body) {}

    /** What cannot be done; the message is a sentence. */
    final class Failure extends Exception {
        private static final long serialVersionUID = 1L;

        Failure(String message) {
            super(message);
        }
    }

    /** All of them, the oldest first. */
    List<Comment> comments() throws Failure;

    void add(String body) throws Failure;

    void edit(long id, String body) throws Failure;

    /** For people: what it is the discussion of. */
    String title();
}
