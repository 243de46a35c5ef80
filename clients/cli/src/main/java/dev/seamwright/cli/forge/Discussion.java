package dev.seamwright.cli.forge;

import dev.seamwright.cli.http.ForgeFailure;
import java.util.List;

/** The comments of one pull request, or merge request. */
interface Discussion {
    /** A comment that is there. */
    record Comment(long id, String body) {}

    /** All of them, the oldest first. */
    List<Comment> comments() throws ForgeFailure;

    void add(String body) throws ForgeFailure;

    void edit(long id, String body) throws ForgeFailure;

    /** For people: what it is the discussion of. */
    String title();
}
