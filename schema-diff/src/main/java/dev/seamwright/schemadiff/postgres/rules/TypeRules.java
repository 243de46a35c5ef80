package dev.seamwright.schemadiff.postgres.rules;

import static dev.seamwright.contracts.dbschema.Kind.BASE_TYPE;
import static dev.seamwright.contracts.dbschema.Kind.COMPOSITE_TYPE;
import static dev.seamwright.contracts.dbschema.Kind.DOMAIN;
import static dev.seamwright.contracts.dbschema.Kind.ENUM;
import static dev.seamwright.contracts.dbschema.Kind.RANGE_TYPE;
import static dev.seamwright.schemadiff.postgres.rules.Effect.MAYBE;
import static dev.seamwright.schemadiff.postgres.rules.Effect.NO;
import static dev.seamwright.schemadiff.postgres.rules.Effect.YES;
import static dev.seamwright.schemadiff.postgres.rules.Lock.ACCESS_EXCLUSIVE;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.added;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.changed;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.changedMember;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.removed;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.when;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Enums, domains, composite, range and base types. */
final class TypeRules {
    static final List<SchemaRule> ALL = List.of(
            when(changed(ENUM, "labels"))
                    .and(situation -> !labels(situation.oldMember()).containsAll(labels(situation.nowMember())))
                    .risky()
                    .axes(axes -> axes.meaning(MAYBE).rollback(MAYBE, YES))
                    .rule(
                            "enum-value-added",
                            "enum-value-removed",
                            "An enum got a value",
                            "No statement fails. Readers that tell the values apart meet one that they do not know as soon as somebody "
                                    + "writes it; PostgreSQL cannot take it back.",
                            """
                            -- readers are deployed that know the value, or take unknown ones; then, not in the transaction that uses it
                            ALTER TYPE {relation} ADD VALUE '…';
                            """),
            when(changed(ENUM, "labels"))
                    .and(situation -> !labels(situation.nowMember()).containsAll(labels(situation.oldMember())))
                    .breaking(TypeRules::useRemovedLabel)
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .work(Work.REWRITE)
                            .readers(YES)
                            .writers(Writer.VALUES)
                            .dataLost(MAYBE)
                            .rollback(YES, NO))
                    .rule(
                            "enum-value-removed",
                            "enum-value-added",
                            "An enum lost a value",
                            "Statements that name it fail with SQLSTATE 22P02. PostgreSQL removes no value: the type is made anew, and "
                                    + "every table with it rewritten.",
                            """
                            -- leave the value in place, and refuse it where it must not be written
                            ALTER TABLE /* each table with such a column */ ADD CHECK (/* column */ <> '…') NOT VALID;
                            """),
            when(changed(ENUM, "labels"))
                    .and(TypeRules::isReordered)
                    .risky()
                    .axes(axes -> axes.meaning(YES).rollback(MAYBE, MAYBE))
                    .rule(
                            "enum-order-changed",
                            "the same rule judges both directions",
                            "The values of an enum stand in another order",
                            "No statement fails: ORDER BY, < and > answer otherwise.",
                            "-- consumers that need an order write it: ORDER BY CASE …"),
            when(added(ENUM, DOMAIN, COMPOSITE_TYPE, RANGE_TYPE, BASE_TYPE))
                    .safe()
                    .axes(axes -> axes.rollback(NO, YES))
                    .rule(
                            "type-added",
                            "type-removed",
                            "A type was added",
                            "Nobody used it before.",
                            "-- nothing to do: {relation}"),
            when(removed(ENUM, DOMAIN, COMPOSITE_TYPE, RANGE_TYPE, BASE_TYPE))
                    .breaking(situation -> List.of(Probe.of("SELECT NULL::" + situation.relation(), "42704")))
                    .axes(axes -> axes.readers(YES).writers(Writer.VALUES).rollback(YES, NO))
                    .rule(
                            "type-removed",
                            "type-added",
                            "A type was removed",
                            "Statements that name it, and parameters of the type, fail with SQLSTATE 42704.",
                            """
                            -- contract, when no deployed consumer casts to it or sends it
                            DROP TYPE {relation};
                            """),
            when(changed(DOMAIN, "constraints"))
                    .and(TypeRules::hasNewConstraint)
                    .breaking(TypeRules::violateDomain)
                    .axes(axes -> axes.lock(Lock.SHARE)
                            .work(Work.SCAN)
                            .writers(Writer.VALUES)
                            .rollback(YES, NO))
                    .rule(
                            "domain-constraint-added",
                            "domain-constraint-removed",
                            "A domain refuses more",
                            "Writers of values that it refuses fail with SQLSTATE 23514, in every table with the domain.",
                            """
                            -- find out who writes such values; then
                            ALTER DOMAIN {relation} ADD CONSTRAINT new_check CHECK (…) NOT VALID;
                            ALTER DOMAIN {relation} VALIDATE CONSTRAINT new_check;
                            """),
            when(changed(DOMAIN, "constraints"))
                    .and(situation -> !hasNewConstraint(situation))
                    .risky()
                    .axes(axes -> axes.meaning(MAYBE).rollback(MAYBE, YES))
                    .rule(
                            "domain-constraint-removed",
                            "domain-constraint-added",
                            "A domain takes more",
                            "Readers may meet values that could not be there before.",
                            "-- readers are deployed that take every value; then drop the constraint of {relation}"),
            when(changed(DOMAIN, "notNull"))
                    .and(situation -> situation.nowMember().asBoolean())
                    .breaking(situation -> List.of(Probe.of("SELECT NULL::" + situation.relation(), "23502")))
                    .axes(axes -> axes.lock(Lock.SHARE)
                            .work(Work.SCAN)
                            .writers(Writer.NULLS)
                            .rollback(YES, NO))
                    .rule(
                            "domain-not-null-added",
                            "domain-not-null-removed",
                            "A domain takes NULL no longer",
                            "Writers of NULL, and casts of NULL, fail with SQLSTATE 23502.",
                            "-- NOT NULL on the columns instead, one by one: see column-not-null-added"),
            when(changed(DOMAIN, "notNull"))
                    .and(situation -> !situation.nowMember().asBoolean())
                    .risky()
                    .axes(axes -> axes.meaning(MAYBE).rollback(MAYBE, YES))
                    .rule(
                            "domain-not-null-removed",
                            "domain-not-null-added",
                            "A domain may be NULL",
                            "Readers that cannot take NULL fail in their own code.",
                            """
                            -- readers are deployed that take NULL; then
                            ALTER DOMAIN {relation} DROP NOT NULL;
                            """),
            when(changed(DOMAIN, "type", "default", "collation"))
                    .risky()
                    .axes(axes -> axes.readers(MAYBE)
                            .prepared(MAYBE)
                            .writers(Writer.VALUES)
                            .meaning(YES)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "domain-changed",
                            "the same rule judges both directions",
                            "A domain has another type, default or collation",
                            "Another default shows in rows of writers that leave the column out. Another type means that the domain "
                                    + "was made anew, and its columns were moved.",
                            "-- a new domain under a new name; move the columns one by one"),
            when(changed(COMPOSITE_TYPE, "attributes"))
                    .and(situation -> !attributes(situation.oldMember()).containsAll(attributes(situation.nowMember())))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .work(Work.REWRITE)
                            .prepared(YES)
                            .writers(Writer.POSITIONAL)
                            .rollback(MAYBE, YES))
                    .rule(
                            "composite-attribute-added",
                            "composite-attribute-removed",
                            "A composite type got an attribute",
                            "Row values written as a whole, and drivers that map it by position, have one too few.",
                            "-- a new type beside {relation} for those who want it"),
            when(changed(COMPOSITE_TYPE, "attributes"))
                    .and(situation -> !attributes(situation.nowMember()).containsAll(attributes(situation.oldMember())))
                    .breaking(TypeRules::readRemovedAttribute)
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .readers(YES)
                            .writers(Writer.POSITIONAL)
                            .dataLost(YES)
                            .rollback(YES, YES))
                    .rule(
                            "composite-attribute-removed",
                            "composite-attribute-added",
                            "A composite type lost an attribute",
                            "Statements that read it fail with SQLSTATE 42703; drivers that map the type by position take one for the "
                                    + "other.",
                            """
                            -- contract, when no consumer reads it
                            ALTER TYPE {relation} DROP ATTRIBUTE …;
                            """),
            when(changed(COMPOSITE_TYPE, "attributes"))
                    .and(situation -> attributes(situation.oldMember()).size()
                            == attributes(situation.nowMember()).size())
                    .and(situation -> attributes(situation.oldMember()).containsAll(attributes(situation.nowMember())))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .readers(MAYBE)
                            .prepared(YES)
                            .writers(Writer.VALUES)
                            .meaning(MAYBE)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "composite-attribute-changed",
                            "the same rule judges both directions",
                            "An attribute of a composite type changed",
                            "Values are read and written as another type, or in another place.",
                            "-- a new type beside {relation}; move its columns"),
            when(changedMember("range", "base"))
                    .risky()
                    .axes(axes ->
                            axes.readers(MAYBE).prepared(MAYBE).meaning(MAYBE).rollback(MAYBE, MAYBE))
                    .rule(
                            "type-changed",
                            "the same rule judges both directions",
                            "A range or base type works otherwise",
                            "It was made anew: what is stored, compared or written by it may differ.",
                            "-- a new type beside {relation}; move its columns"));

    private TypeRules() {}

    private static List<String> labels(JsonNode labels) {
        return Consumers.strings(labels);
    }

    private static boolean isReordered(Situation situation) {
        var kept = new ArrayList<>(labels(situation.oldMember()));
        kept.retainAll(labels(situation.nowMember()));
        var now = new ArrayList<>(labels(situation.nowMember()));
        now.retainAll(kept);
        return !kept.equals(now);
    }

    private static List<Probe> useRemovedLabel(Situation situation) {
        return labels(situation.oldMember()).stream()
                .filter(label -> !labels(situation.nowMember()).contains(label))
                .map(label -> Probe.of("SELECT %s::%s".formatted(Sql.text(label), situation.relation()), "22P02"))
                .toList();
    }

    private static boolean hasNewConstraint(Situation situation) {
        return situation.nowMember().properties().stream()
                .anyMatch(constraint -> !constraint
                        .getValue()
                        .path("expression")
                        .equals(situation.oldMember().path(constraint.getKey()).path("expression")));
    }

    private static List<Probe> violateDomain(Situation situation) {
        return Values.odd(situation.before(), situation.old().path("type").asText()).stream()
                .map(value -> Probe.of("SELECT %s::%s".formatted(value, situation.relation()), "23514"))
                .toList();
    }

    private static Set<String> attributes(JsonNode attributes) {
        var names = new HashSet<String>();
        attributes.forEach(attribute -> names.add(attribute.path("name").asText()));
        return names;
    }

    private static List<Probe> readRemovedAttribute(Situation situation) {
        return attributes(situation.oldMember()).stream()
                .filter(name -> !attributes(situation.nowMember()).contains(name))
                .sorted()
                .map(name -> Probe.of("SELECT (NULL::%s).%s".formatted(situation.relation(), Sql.name(name)), "42703"))
                .toList();
    }
}
