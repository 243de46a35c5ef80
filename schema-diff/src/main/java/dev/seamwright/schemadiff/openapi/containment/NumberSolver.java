package dev.seamwright.schemadiff.openapi.containment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds a number, in exact arithmetic. */
final class NumberSolver {
    private static final int MAX_TRIES = 10_000;
    private static final int MAX_SCALE = 2_000;

    private @Nullable BigDecimal low;
    private boolean lowOpen;
    private @Nullable BigDecimal high;
    private boolean highOpen;
    private @Nullable BigDecimal step;
    private final List<BigDecimal> notMultiples = new ArrayList<>();
    private final List<Fact> exclusions = new ArrayList<>();

    private NumberSolver() {}

    static Outcome solve(List<Fact> facts) {
        var solver = new NumberSolver();
        for (var fact : facts) {
            switch (fact) {
                case Fact.AtLeast(var bound, var exclusive) -> solver.atLeast(bound, exclusive);
                case Fact.AtMost(var bound, var exclusive) -> solver.atMost(bound, exclusive);
                case Fact.Multiple(var of, var holds) -> {
                    if (!holds) {
                        solver.notMultiples.add(of);
                    } else if (!solver.multiple(of)) {
                        return new Outcome.Unknown("multipleOf has too many digits");
                    }
                }
                case Fact.NoneOf none -> solver.exclusions.add(none);
                default -> {}
            }
        }
        return solver.solve();
    }

    private void atLeast(BigDecimal bound, boolean exclusive) {
        var order = low == null ? 1 : bound.compareTo(low);
        if (order > 0) {
            low = bound;
            lowOpen = exclusive;
        } else if (order == 0) {
            lowOpen |= exclusive;
        }
    }

    private void atMost(BigDecimal bound, boolean exclusive) {
        var order = high == null ? -1 : bound.compareTo(high);
        if (order < 0) {
            high = bound;
            highOpen = exclusive;
        } else if (order == 0) {
            highOpen |= exclusive;
        }
    }

    /** A multiple of both is a multiple of their least common multiple. */
    private boolean multiple(BigDecimal of) {
        if (step == null) {
            step = of;
            return true;
        }
        var scale = Math.max(Math.max(step.scale(), of.scale()), 0);
        if (scale > MAX_SCALE) {
            return false;
        }
        var a = step.movePointRight(scale).toBigIntegerExact();
        var b = of.movePointRight(scale).toBigIntegerExact();
        step = new BigDecimal(a.multiply(b).divide(a.gcd(b)), scale);
        return true;
    }

    private Outcome solve() {
        if (low != null && high != null) {
            var order = low.compareTo(high);
            if (order > 0 || (order == 0 && (lowOpen || highOpen))) {
                return Outcome.EMPTY;
            }
            if (order == 0) {
                return fits(low) ? found(low) : Outcome.EMPTY;
            }
        }
        return step == null ? dense() : stepwise(step);
    }

    private boolean fits(BigDecimal number) {
        var afterLow = low == null || number.compareTo(low) >= (lowOpen ? 1 : 0);
        var beforeHigh = high == null || number.compareTo(high) <= (highOpen ? -1 : 0);
        return afterLow
                && beforeHigh
                && (step == null || Evaluator.isMultiple(number, step))
                && notMultiples.stream().noneMatch(of -> Evaluator.isMultiple(number, of))
                && exclusions.stream().noneMatch(fact -> Search.excluded(fact, DecimalNode.valueOf(number)));
    }

    private static Outcome found(BigDecimal number) {
        return Outcome.found(json(number));
    }

    static JsonNode json(BigDecimal number) {
        var plain = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        return DecimalNode.valueOf(plain.scale() < 0 ? plain.setScale(0) : plain);
    }

    /** The multiples of a step, from the one nearest to zero on. */
    private Outcome stepwise(BigDecimal by) {
        if (notMultiples.stream().anyMatch(of -> Evaluator.isMultiple(by, of))) {
            return Outcome.EMPTY;
        }
        var first = low == null ? null : low.divide(by, 0, RoundingMode.CEILING).toBigInteger();
        var last = high == null ? null : high.divide(by, 0, RoundingMode.FLOOR).toBigInteger();
        if (first != null && last != null && first.compareTo(last) > 0) {
            return Outcome.EMPTY;
        }
        var start = BigInteger.ZERO;
        if (first != null && first.signum() > 0) {
            start = first;
        } else if (last != null && last.signum() < 0) {
            start = last;
        }
        for (var i = 0; i < MAX_TRIES; i++) {
            var up = start.add(BigInteger.valueOf(i));
            var down = start.subtract(BigInteger.valueOf(i));
            var upEnds = last != null && up.compareTo(last) > 0;
            var downEnds = first != null && down.compareTo(first) < 0;
            if (upEnds && downEnds) {
                return Outcome.EMPTY;
            }
            for (var factor : List.of(up, down)) {
                var number = new BigDecimal(factor).multiply(by);
                if (fits(number)) {
                    return found(number);
                }
            }
        }
        return new Outcome.Unknown("no number was found among %d multiples of %s".formatted(MAX_TRIES, by));
    }

    /** Between two bounds without a step there are more numbers than anything excludes. */
    private Outcome dense() {
        var from = low == null ? (high == null ? BigDecimal.ZERO : high.subtract(BigDecimal.TEN)) : low;
        var to = high == null ? (low == null ? BigDecimal.TEN : low.add(BigDecimal.TEN)) : high;
        for (var number : List.of(BigDecimal.ZERO, BigDecimal.ONE, from, to)) {
            if (fits(number)) {
                return found(number);
            }
        }
        var floor = from.setScale(0, RoundingMode.FLOOR);
        for (var i = 0; i < 20; i++) {
            var whole = floor.add(BigDecimal.valueOf(i));
            if (fits(whole)) {
                return found(whole);
            }
        }
        var width = to.subtract(from);
        for (var i = 1; i < MAX_TRIES; i++) {
            // tenths, then hundredths, and so on: every way of excluding numbers lets some of them pass
            var digits = Integer.toString(i).length();
            var number = from.add(width.multiply(BigDecimal.valueOf(i).movePointLeft(digits)));
            if (fits(number)) {
                return found(number);
            }
        }
        return new Outcome.Unknown("no number was found between %s and %s".formatted(from, to));
    }
}
