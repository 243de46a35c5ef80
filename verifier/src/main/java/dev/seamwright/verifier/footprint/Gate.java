package dev.seamwright.verifier.footprint;

import java.util.Locale;

/** Whose failing makes a finding count. */
public enum Gate {
    /** Whoever keeps to the document before, known or not. */
    ANYONE,
    /** Consumers that are deployed somewhere. */
    DEPLOYED;

    /** The spelling in the API and on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return word();
    }
}
