package dev.seamwright.broker.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.db.PlannedByValues;
import dev.seamwright.broker.db.Values;
import dev.seamwright.broker.webhook.SecretBox.Sealed;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.LabelName;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

@RegisterRowMapper(WebhookStore.Mapper.class)
interface WebhookStore {
    String SELECT = """
            SELECT w.webhook_id, w.description, w.enabled, c.name AS consumer, w.consumer_label, p.name AS provider, w.provider_label,
                   w.events, w.method, w.url, w.headers, w.body, w.username, w.has_password, w.has_signing_secret,
                   w.secrets, w.key_id, w.format, w.format_options, w.created_at, w.updated_at
              FROM webhook w
              LEFT JOIN participant c ON c.participant_id = w.consumer_id
              LEFT JOIN participant p ON p.participant_id = w.provider_id
            """;

    /**
     * A webhook as it is stored.
     *
     * @param webhook its secrets starred
     * @param secrets null: it has none
     */
    record Stored(Webhook webhook, @Nullable Sealed secrets) {}

    /** A webhook's columns; secret headers are null in {@code headers}. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Row(
            String id,
            @Nullable String description,
            boolean enabled,
            @Nullable Long consumerId,
            @Nullable String consumerLabel,
            @Nullable Long providerId,
            @Nullable String providerLabel,
            String[] events,
            String method,
            String url,
            String headers,
            @Nullable String body,
            @Nullable String username,
            boolean hasPassword,
            boolean hasSigningSecret,
            byte @Nullable [] secrets,
            @Nullable String keyId,
            @Nullable String format,
            @Nullable String formatOptions,
            Instant now) {}

    @SqlQuery(SELECT + " WHERE w.webhook_id = :id")
    Optional<Stored> find(String id);

    // a share lock would let two updates keep each other's old secrets
    @SqlQuery(SELECT + " WHERE w.webhook_id = :id FOR UPDATE OF w")
    Optional<Stored> lock(String id);

    @SqlQuery(SELECT + " WHERE w.webhook_id = ANY (:ids)")
    List<Stored> findAll(String[] ids);

    @SqlQuery(SELECT + " ORDER BY w.created_at, w.webhook_id")
    List<Stored> all();

    // (at, id) is the place of the webhook before the first one; null: from the oldest on
    @PlannedByValues
    @SqlQuery(SELECT + """
             WHERE CAST(:at AS timestamptz) IS NULL OR (w.created_at, w.webhook_id) > (:at, CAST(:id AS text))
             ORDER BY w.created_at, w.webhook_id
             LIMIT :limit
            """)
    List<Stored> page(@Nullable Instant at, @Nullable String id, int limit);

    @SqlQuery(SELECT + """
             WHERE w.consumer_id IS NOT DISTINCT FROM CAST(:consumerId AS bigint)
               AND w.provider_id IS NOT DISTINCT FROM CAST(:providerId AS bigint)
               AND w.consumer_label IS NULL AND w.provider_label IS NULL
             ORDER BY w.created_at, w.webhook_id
            """)
    List<Stored> between(@Nullable Long consumerId, @Nullable Long providerId);

    /** Returns how many it disabled: none when it was disabled, or is gone. */
    @SqlUpdate("UPDATE webhook SET enabled = false, updated_at = :now WHERE webhook_id = :id AND enabled")
    int disable(String id, Instant now);

    @SqlUpdate("""
            INSERT INTO webhook AS w (webhook_id, description, enabled, consumer_id, consumer_label, provider_id, provider_label, events,
                    method, url, headers, body, username, has_password, has_signing_secret, secrets, key_id, format, format_options,
                    created_at, updated_at)
            VALUES (:id, :description, :enabled, :consumerId, :consumerLabel, :providerId, :providerLabel, :events,
                    :method, :url, CAST(:headers AS json), CAST(:body AS json), :username, :hasPassword, :hasSigningSecret,
                    :secrets, :keyId, :format, CAST(:formatOptions AS jsonb), :now, :now)
            ON CONFLICT (workspace_id, webhook_id) DO UPDATE SET
                description = EXCLUDED.description, enabled = EXCLUDED.enabled,
                consumer_id = EXCLUDED.consumer_id, consumer_label = EXCLUDED.consumer_label,
                provider_id = EXCLUDED.provider_id, provider_label = EXCLUDED.provider_label,
                events = EXCLUDED.events, method = EXCLUDED.method, url = EXCLUDED.url, headers = EXCLUDED.headers,
                body = EXCLUDED.body, username = EXCLUDED.username, has_password = EXCLUDED.has_password,
                has_signing_secret = EXCLUDED.has_signing_secret, secrets = EXCLUDED.secrets, key_id = EXCLUDED.key_id,
                format = EXCLUDED.format, format_options = EXCLUDED.format_options,
                updated_at = EXCLUDED.updated_at
            """)
    void save(@BindMethods Row row);

    @SqlUpdate("""
            INSERT INTO seamwright_ops.scheduled_tasks (task_name, task_instance, execution_time, picked, version)
            VALUES (:queue, :instance, :now, false, 1) ON CONFLICT (task_name, task_instance) DO NOTHING
            """)
    void watchVerdicts(String queue, String instance, Instant now);

    @SqlUpdate("DELETE FROM webhook WHERE webhook_id = :id")
    int delete(String id);

    /** Reads a row of {@link #SELECT}. */
    final class Mapper implements RowMapper<Stored> {
        @Override
        public Stored map(ResultSet row, StatementContext ctx) throws SQLException {
            var headers = new LinkedHashMap<String, String>();
            json(row.getString("headers"))
                    .properties()
                    .forEach(header -> headers.put(
                            header.getKey(),
                            header.getValue().isNull()
                                    ? Webhook.STARS
                                    : header.getValue().textValue()));
            var body = row.getString("body");
            var request = new Webhook.Request(
                    row.getString("method"),
                    row.getString("url"),
                    headers,
                    body == null ? null : json(body),
                    row.getString("username"),
                    row.getBoolean("has_password") ? Webhook.STARS : null,
                    row.getBoolean("has_signing_secret") ? Webhook.STARS : null);
            var events = Arrays.stream((String[]) row.getArray("events").getArray())
                    .flatMap(word -> WebhookEventType.of(word).stream())
                    .toList();
            var webhook = new Webhook(
                    row.getString("webhook_id"),
                    row.getString("description"),
                    row.getBoolean("enabled"),
                    side(row.getString("consumer"), row.getString("consumer_label")),
                    side(row.getString("provider"), row.getString("provider_label")),
                    events,
                    format(row.getString("format"), row.getString("format_options")),
                    request,
                    Objects.requireNonNull(Values.instant(row, row.findColumn("created_at"))),
                    Objects.requireNonNull(Values.instant(row, row.findColumn("updated_at"))));
            var keyId = row.getString("key_id");
            return new Stored(webhook, keyId == null ? null : new Sealed(keyId, row.getBytes("secrets")));
        }

        private static @Nullable Format format(@Nullable String word, @Nullable String options) {
            if (word == null) {
                return null;
            }
            var known = json(options == null ? "{}" : options);
            var environment = known.path("environment").textValue();
            return Format.Kind.of(word)
                    .map(kind -> new Format(
                            kind,
                            environment == null ? null : new EnvironmentName(environment),
                            known.path("context").textValue()))
                    .orElse(null);
        }

        private static JsonNode json(String text) {
            return Json.parse(text.getBytes(StandardCharsets.UTF_8));
        }

        private static Webhook.@Nullable Side side(@Nullable String name, @Nullable String label) {
            if (name == null && label == null) {
                return null;
            }
            return new Webhook.Side(
                    name == null ? null : new ParticipantName(name), label == null ? null : new LabelName(label));
        }
    }
}
