package dev.seamwright.broker.db;

import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.LabelName;
import dev.seamwright.contracts.Method;
import dev.seamwright.contracts.ParticipantKind;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;
import java.lang.reflect.Type;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jspecify.annotations.Nullable;

/** How the product's values are written to and read from PostgreSQL. */
public final class Values {
    private Values() {}

    static void register(Jdbi jdbi) {
        text(jdbi, ParticipantName.class, ParticipantName::value, ParticipantName::new);
        text(jdbi, VersionNumber.class, VersionNumber::value, VersionNumber::new);
        text(jdbi, BranchName.class, BranchName::value, BranchName::new);
        text(jdbi, TagName.class, TagName::value, TagName::new);
        text(jdbi, LabelName.class, LabelName::value, LabelName::new);
        text(jdbi, EnvironmentName.class, EnvironmentName::value, EnvironmentName::new);
        text(jdbi, ContractKind.class, ContractKind::word, ContractKind::of);
        text(jdbi, ParticipantKind.class, ParticipantKind::word, ParticipantKind::of);
        text(jdbi, Method.class, Method::word, Method::of);
        jdbi.registerArgument(new ToColumn<>(
                Sha256.class,
                Types.BINARY,
                (value, position, statement) -> statement.setBytes(position, value.bytes())));
        jdbi.registerColumnMapper(Sha256.class, (row, column, ctx) -> {
            var hash = row.getBytes(column);
            return hash == null ? null : Sha256.of(hash);
        });
        jdbi.registerArgument(new ToColumn<>(
                Instant.class,
                Types.TIMESTAMP_WITH_TIMEZONE,
                (value, position, statement) ->
                        statement.setObject(position, OffsetDateTime.ofInstant(value, ZoneOffset.UTC))));
        jdbi.registerColumnMapper(Instant.class, (row, column, ctx) -> instant(row, column));
        jdbi.registerArrayType(Long.class, "int8");
        jdbi.registerArrayType(String.class, "text");
        jdbi.registerArrayType(UUID.class, "uuid");
    }

    /** A {@code timestamptz} column; null stays null. */
    public static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static <V> void text(Jdbi jdbi, Class<V> type, Function<V, String> print, Function<String, V> parse) {
        jdbi.registerArgument(new ToColumn<>(
                type,
                Types.VARCHAR,
                (value, position, statement) -> statement.setString(position, print.apply(value))));
        jdbi.registerColumnMapper(type, (row, column, ctx) -> {
            var text = row.getString(column);
            return text == null ? null : parse.apply(text);
        });
    }

    private interface Setter<V> {
        void set(V value, int position, PreparedStatement statement) throws SQLException;
    }

    private record ToColumn<V>(Class<V> type, int sqlType, Setter<V> setter) implements ArgumentFactory {
        @Override
        public Optional<Argument> build(Type expected, @Nullable Object value, ConfigRegistry config) {
            if (type.isInstance(value)) {
                var known = type.cast(value);
                return Optional.of((position, statement, ctx) -> setter.set(known, position, statement));
            }
            if (value == null && type.equals(expected)) {
                return Optional.of((position, statement, ctx) -> statement.setNull(position, sqlType));
            }
            return Optional.empty();
        }
    }
}
