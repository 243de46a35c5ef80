package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * Reviews how a schema keeps tenants apart, by acting as a tenant in the shadow. What a policy means is never asked: whatever the
 * session is answered must be the same whether rows of others are there or not.
 */
public final class RlsReview {
    private final Shadow shadow;

    public RlsReview(Shadow shadow) {
        this.shadow = shadow;
    }

    /**
     * What is reviewed.
     *
     * @param roles that the schema expects: DDL
     * @param schema DDL, and rows when there are some, in order
     * @param role the application's login
     * @param session how its session is set up as a tenant
     */
    public record Question(Script roles, List<Script> schema, String role, Script session) {
        public Question {
            schema = List.copyOf(schema);
        }

        Question with(List<Script> other) {
            return new Question(roles, other, role, session);
        }
    }

    /** The question cannot be asked: no such role, or a session that PostgreSQL refuses. */
    public static final class NotReviewable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotReviewable(String message) {
            super(message);
        }
    }

    /**
     * Reviews a schema.
     *
     * @throws Rejected when PostgreSQL refuses the roles or the schema
     * @throws NotReviewable when the role is missing or the session is refused
     */
    public Review review(Question question) {
        return shadow.run(question.roles(), database -> in(database, question));
    }

    /** Reviews the schema, and says what has changed since {@code before} in what the session sees of the same rows. */
    public Review compare(List<Script> before, Question question) {
        var old = shadow.run(
                question.roles(),
                database -> onStage(
                        database,
                        question.with(before),
                        (loaded, logins) -> new Reviewing(loaded, logins, question).visible()));
        var review = review(question);
        var now = shadow.run(
                question.roles(),
                database -> onStage(
                        database, question, (loaded, logins) -> new Reviewing(loaded, logins, question).visible()));
        return new Review(
                review.verdict(),
                review.findings(),
                review.coverage(),
                new Review.Change(Observation.minus(now, old), Observation.minus(old, now)));
    }

    private static Review in(ShadowDatabase database, Question question) {
        return onStage(
                database,
                question,
                (owner, logins) -> new Reviewing(owner, logins, question).review(database.roleNotes()));
    }

    private interface Work<T> {
        T on(Connection owner, Logins logins) throws SQLException;
    }

    private static <T> T onStage(ShadowDatabase database, Question question, Work<T> work) {
        try {
            database.empower();
            try (var owner = database.connect()) {
                var foreign = Loading.load(question.schema(), owner, database);
                return work.on(owner, new Logins() {
                    @Override
                    public Set<Long> foreign() {
                        return foreign;
                    }

                    @Override
                    public Connection owner() throws SQLException {
                        return database.connect();
                    }

                    @Override
                    public Connection as(String role) throws SQLException {
                        return database.connectAs(role);
                    }
                });
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("The shadow database failed.", failure);
        }
    }
}
