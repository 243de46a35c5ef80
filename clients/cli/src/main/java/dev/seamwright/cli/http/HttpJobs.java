package dev.seamwright.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.verifier.worker.Job;
import dev.seamwright.verifier.worker.Jobs;
import dev.seamwright.verifier.worker.Methods;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The broker's jobs, over its API. */
public final class HttpJobs implements Jobs {
    private static final String JOBS = "/api/v1/jobs";

    private final BrokerClient client;
    private final UUID worker;
    private final String name;
    private final @Nullable String buildUrl;
    private final List<String> methods;
    private volatile boolean wasThere;

    /**
     * @param worker tells this process from others
     * @param name of the worker, for people
     * @param buildUrl stands in results
     */
    public HttpJobs(BrokerClient client, UUID worker, String name, @Nullable String buildUrl) {
        this(client, worker, name, buildUrl, List.of(Methods.REPLAY));
    }

    /** @param methods that the worker can do */
    public HttpJobs(BrokerClient client, UUID worker, String name, @Nullable String buildUrl, List<String> methods) {
        this.client = client;
        this.worker = worker;
        this.name = name;
        this.buildUrl = buildUrl;
        this.methods = List.copyOf(methods);
    }

    /** @throws BrokerFailure.Misconfigured when the first claim shows that address or token are wrong */
    @Override
    public Optional<Job> claim(List<Offer> offers, Duration wait) throws Unavailable {
        var body = JsonNodeFactory.instance.objectNode();
        body.putObject("worker").put("id", worker.toString()).put("name", name);
        var providers = body.putArray("providers");
        for (var offer : offers) {
            var provider = providers.addObject().put("name", offer.provider());
            if (!offer.versions().isEmpty()) {
                var versions = provider.putArray("versions");
                offer.versions().forEach(versions::add);
            }
        }
        var asked = body.putArray("methods");
        methods.forEach(asked::add);
        body.put("waitSeconds", wait.toSeconds());
        try {
            var answer = client.post(JOBS + "/claim", body);
            wasThere = true;
            return answer.isObject() ? Optional.of(job(answer)) : Optional.empty();
        } catch (BrokerFailure.Outage away) {
            throw new Unavailable(away.getMessage(), away);
        } catch (BrokerFailure.Misconfigured wrong) {
            throw changed(wrong);
        }
    }

    private static Job job(JsonNode json) {
        var lease = json.path("lease");
        var seconds = lease.path("seconds").asLong();
        var id = Answers.text(json, "id");
        var token = Answers.text(lease, "token");
        var url = Answers.text(json.path("contract"), "url");
        if (id.isEmpty() || token.isEmpty() || url.isEmpty() || seconds < 1) {
            throw new BrokerFailure.Outage(
                    "The broker answered with a job that lacks its id, its lease or its contract; is it as new as this program?");
        }
        return new Job(
                id,
                json.path("method").asText(Methods.REPLAY),
                Answers.text(json, "provider"),
                Answers.text(json, "providerVersion"),
                Answers.text(json, "consumer"),
                url,
                token,
                Duration.ofSeconds(seconds));
    }

    @Override
    public byte[] contract(Job job) throws Unavailable, Refused {
        try {
            return client.document(job.contractUrl());
        } catch (BrokerFailure failure) {
            throw told(failure);
        }
    }

    @Override
    public Reply heartbeat(Job job) throws Unavailable {
        try {
            client.post(path(job, "heartbeat"), token(job));
            return Reply.ACCEPTED;
        } catch (BrokerFailure.Refused _) {
            return Reply.LEASE_LOST; // whatever the reason, it is not ours any more
        } catch (BrokerFailure away) {
            throw new Unavailable(away.getMessage(), away);
        }
    }

    @Override
    public Reply result(Job job, boolean success, ObjectNode results, String log) throws Unavailable, Refused {
        var body = token(job);
        body.put("success", success);
        body.set("results", results);
        if (buildUrl != null) {
            body.put("buildUrl", buildUrl);
        }
        return report(job, "result", body.put("log", log));
    }

    @Override
    public Reply failure(Job job, String cause, boolean retry, String log) throws Unavailable, Refused {
        return report(
                job,
                "failure",
                token(job).put("cause", cause).put("retry", retry).put("log", log));
    }

    private Reply report(Job job, String what, ObjectNode body) throws Unavailable, Refused {
        try {
            client.post(path(job, what), body);
            return Reply.ACCEPTED;
        } catch (BrokerFailure.Refused refused) {
            if (refused.status() == 409 || refused.notFound()) {
                return Reply.LEASE_LOST;
            }
            throw new Refused(refused.getMessage(), refused);
        } catch (BrokerFailure failure) {
            throw told(failure);
        }
    }

    private static Unavailable told(BrokerFailure failure) throws Refused {
        if (failure instanceof BrokerFailure.Refused) {
            throw new Refused(failure.getMessage(), failure);
        }
        return new Unavailable(failure.getMessage(), failure);
    }

    /** A broker that was there and now answers like a stranger is behind a proxy, and starts. */
    private Unavailable changed(BrokerFailure.Misconfigured wrong) {
        if (wasThere) {
            return new Unavailable(wrong.getMessage(), wrong);
        }
        throw wrong;
    }

    private static ObjectNode token(Job job) {
        return JsonNodeFactory.instance.objectNode().put("token", job.token());
    }

    private static String path(Job job, String what) {
        return JOBS + Urls.path(job.id(), what);
    }
}
