package dev.seamwright.maven;

import java.io.File;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words of a command. What is not set is left to the command's defaults. */
final class Arguments {
    private final List<String> words;
    private boolean asksBroker = true;

    Arguments(String... command) {
        words = new ArrayList<>(List.of(command));
    }

    Arguments option(String name, @Nullable Object value) {
        if (value != null && !value.toString().isBlank()) {
            words.add(name + "=" + value);
        }
        return this;
    }

    Arguments options(String name, Collection<?> values) {
        values.forEach(value -> option(name, value));
        return this;
    }

    Arguments flag(String name, boolean set) {
        if (set) {
            words.add(name);
        }
        return this;
    }

    Arguments files(Collection<File> files) {
        files.forEach(file -> words.add(file.getPath()));
        return this;
    }

    /** It needs no broker, and knows no options for one. */
    Arguments offline() {
        asksBroker = false;
        return this;
    }

    boolean asksBroker() {
        return asksBroker;
    }

    List<String> words() {
        return List.copyOf(words);
    }
}
