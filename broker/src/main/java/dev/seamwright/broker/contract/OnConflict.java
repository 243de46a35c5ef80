package dev.seamwright.broker.contract;

/** What to do when the version has published another pact for the same provider. */
public enum OnConflict {
    /** Replace it, where the broker allows that. */
    OVERWRITE,
    /** Join the interactions of both. */
    MERGE
}
