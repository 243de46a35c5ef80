package dev.seamwright.schemadiff.postgres.load;

/** What an object is called in COMMENT, ALTER and DROP. */
final class Phrase {
    private Phrase() {}

    /** {@code TABLE "s"."t"}, for facts about objects. */
    static String of(Item item, Target target) {
        return switch (item.kind()) {
            case DATABASE -> "DATABASE " + Sql.name(target.database());
            case SCHEMA,
                    EXTENSION,
                    LANGUAGE,
                    ACCESS_METHOD,
                    FOREIGN_DATA_WRAPPER,
                    SERVER,
                    EVENT_TRIGGER,
                    PUBLICATION,
                    SUBSCRIPTION -> type(item) + " " + item.name();
            case CAST -> "CAST (" + item.part(0) + " AS " + item.part(1) + ")";
            case TRANSFORM -> "TRANSFORM FOR " + item.part(0) + " LANGUAGE " + item.name();
            case ROUTINE -> "ROUTINE " + RoutinePrinter.signature(item);
            case OPERATOR ->
                "OPERATOR " + OperatorPrinter.operatorName(item) + " " + OperatorPrinter.operatorTypes(item);
            case OPERATOR_CLASS, OPERATOR_FAMILY -> type(item) + " " + item.qualified() + " USING " + item.name();
            case COLUMN -> "COLUMN " + item.qualified() + "." + item.name();
            case CONSTRAINT, TRIGGER, RULE, POLICY -> type(item) + " " + item.name() + " ON " + item.qualified();
            case INDEX -> "INDEX " + Sql.name(item.part(0)) + "." + item.name();
            default -> type(item) + " " + item.qualified();
        };
    }

    private static String type(Item item) {
        return switch (item.kind()) {
            case ENUM, COMPOSITE_TYPE, RANGE_TYPE, BASE_TYPE -> "TYPE";
            default -> item.kind().name().replace('_', ' ');
        };
    }
}
