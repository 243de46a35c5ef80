package dev.seamwright.schemadiff;

/**
 * What is known of a rule, whatever it judges. Its page in {@code docs/rules} is printed from this.
 *
 * @param id stable for ever, {@code column-removed} for example
 * @param title what the rule finds, in a line
 * @param rationale who fails, and why
 * @param remedy what to do instead; SQL where there is some
 */
public record Rule(String id, String title, String rationale, String remedy) {}
