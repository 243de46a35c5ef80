package dev.seamwright.cli.setup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.cli.setup.Setup.Thing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has to be done with one thing. */
sealed interface Change {
    ThingKey key();

    /** For people. */
    String title();

    /** It is not there. */
    record Create(Thing thing, List<FieldChange> fields) implements Change {
        public Create {
            fields = List.copyOf(fields);
        }

        @Override
        public ThingKey key() {
            return thing.key();
        }

        @Override
        public String title() {
            return thing.title();
        }
    }

    /** It is there and differs. */
    record Update(Thing thing, Actual actual, List<FieldChange> fields) implements Change {
        public Update {
            fields = List.copyOf(fields);
        }

        @Override
        public ThingKey key() {
            return thing.key();
        }

        @Override
        public String title() {
            return thing.title();
        }
    }

    /**
     * It was applied once, and is no longer in the file.
     *
     * @param hasHistory whether contracts, deployments or releases go with it
     */
    record Delete(Actual actual, boolean hasHistory) implements Change {
        @Override
        public ThingKey key() {
            return actual.key();
        }

        @Override
        public String title() {
            return actual.title();
        }
    }

    /**
     * A field that is to have another value.
     *
     * @param before JSON null: it has none
     * @param after JSON null: it is to have none
     * @param secret what is said in place of both values, if they are nobody's business; else null
     */
    record FieldChange(
            String field,
            JsonNode before,
            JsonNode after,
            @Nullable String secret) {}
}
