package dev.seamwright.broker.pactapi;

import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Hal;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Pact API's way in: the index that every client begins at, what its relations mean, and the probes. */
public final class IndexRoutes {
    private static final Logger log = LoggerFactory.getLogger(IndexRoutes.class);

    private final Jdbi jdbi;

    /** @param jdbi asked whether the database answers */
    public IndexRoutes(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public void register(Api api) {
        api.get("/", IndexRoutes::index);
        api.open(HandlerType.GET, "/doc/{rel}", IndexRoutes::meaning);
        api.open(HandlerType.GET, "/diagnostic/status/heartbeat", IndexRoutes::heartbeat);
        api.open(HandlerType.GET, "/diagnostic/status/dependencies", this::dependencies);
    }

    private static void index(Tx tx, Context ctx) {
        var links = Links.of(ctx);
        var hal = new Hal().link("self", links.base(), "Index");
        Relations.INDEX.forEach((relation, entry) -> {
            var link = Hal.link(links.template(entry.path())).put("title", entry.title());
            hal.link(relation, link.put("templated", entry.path().contains("{")));
        });
        var curies = Hal.array();
        for (var prefix : new String[] {"pb", "beta", "pf"}) {
            curies.add(Hal.link(links.template("/doc/{rel}?context=index"))
                    .put("name", prefix)
                    .put("templated", true));
        }
        Answers.hal(ctx, 200, hal.link("curies", curies).build());
    }

    private static void meaning(Context ctx) {
        var relation = ctx.pathParam("rel");
        var meaning = Relations.meaning(relation)
                .orElseThrow(() -> new NotFound("There is no relation 'pb:%s'.".formatted(relation)));
        ctx.contentType(Answers.TEXT).result("pb:%s%n%n%s%n".formatted(relation, meaning));
    }

    private static void heartbeat(Context ctx) {
        Answers.hal(
                ctx,
                200,
                new Hal()
                        .put("ok", true)
                        .link("self", Links.of(ctx).template("/diagnostic/status/heartbeat"))
                        .build());
    }

    private void dependencies(Context ctx) {
        var ok = databaseAnswers();
        var database = Hal.object().put("ok", ok);
        if (!ok) {
            database.put("message", "The database does not answer; the broker's log tells why.");
        }
        Answers.hal(
                ctx,
                ok ? 200 : 500,
                new Hal()
                        .put("database", database)
                        .link("self", Links.of(ctx).template("/diagnostic/status/dependencies"))
                        .build());
    }

    private boolean databaseAnswers() {
        try {
            return jdbi.withHandle(handle ->
                    handle.createQuery("SELECT true").mapTo(Boolean.class).one());
        } catch (JdbiException failure) {
            log.warn("database does not answer: {}", failure.getMessage());
            return false;
        }
    }
}
