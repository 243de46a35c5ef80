package dev.seamwright.schemadiff.postgres.drift;

/**
 * One of the databases that should have the same schema.
 *
 * @param name of the caller's choice, {@code eu-west} for example
 */
public record Member(String name, Connector connector) {}
