package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.contracts.dbusage.Identity.PoolMode;
import dev.seamwright.schemadiff.postgres.rls.Review.Coverage.Gap;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

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
     * @param roles that the schema expects
     * @param role the application's login
     * @param session how its session is set up as a tenant
     * @param pool when a pool gives the connection to someone else; null: not known
     */
    public record Question(
            ReviewedRoles roles,
            ReviewedSchema schema,
            String role,
            SessionSetup session,
            @Nullable PoolMode pool) {
        /** All of it as SQL. */
        public Question(Script roles, List<Script> schema, String role, Script session) {
            this(
                    new ReviewedRoles.Made(roles),
                    new ReviewedSchema.Sql(schema),
                    role,
                    new SessionSetup.Statements(session),
                    null);
        }

        Question with(ReviewedSchema other) {
            return new Question(roles, other, role, session, pool);
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
        return onStage(question, (owner, logins, gaps) -> new Reviewing(owner, logins, question).review(gaps));
    }

    /**
     * Reviews the schema, and says what is another thing since {@code before}: findings that are only there now or were only there
     * before, and what the session sees of the same rows.
     */
    public Review compare(ReviewedSchema before, Question question) {
        var then = question.with(before);
        var old = review(then);
        var review = review(question);
        var seen = VisibleRows.compare(visible(then), visible(question));
        return review.with(new Review.Change(
                seen.opened(),
                seen.closed(),
                Review.Change.only(review.findings(), old.findings()),
                Review.Change.only(old.findings(), review.findings())));
    }

    private List<VisibleRows.Row> visible(Question question) {
        return onStage(question, (owner, logins, gaps) -> new Reviewing(owner, logins, question).visible());
    }

    private interface Work<T> {
        T on(Connection owner, Logins logins, List<Gap> gaps) throws SQLException;
    }

    private <T> T onStage(Question question, Work<T> work) {
        var named = new TreeSet<>(question.schema().roles());
        if (question.schema().namesRoles()) {
            named.add(question.role());
        }
        return question.roles().run(shadow, named, question.role(), database -> onStage(database, question, work));
    }

    private static <T> T onStage(ShadowDatabase database, Question question, Work<T> work) {
        try {
            database.empower();
            try (var owner = database.connect()) {
                var loaded = Loading.load(question.schema(), question.role(), owner, database);
                database.empower(); // what loading lends and takes back
                var gaps = new ArrayList<>(loaded.gaps());
                if (question.schema().namesRoles()
                        && question.roles() instanceof ReviewedRoles.Made made
                        && made.script().statements().isEmpty()) {
                    gaps.add(
                            new Gap(
                                    "roles",
                                    "a contract names roles and does not say what they may do: give the statements that make them"));
                }
                database.roleNotes().forEach(note -> gaps.add(new Gap("roles", note)));
                return work.on(owner, logins(database, loaded.foreign()), gaps);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("The shadow database failed.", failure);
        }
    }

    private static Logins logins(ShadowDatabase database, Set<Long> foreign) {
        return new Logins() {
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
        };
    }
}
