package dev.seamwright.client;

import dev.seamwright.client.model.Problem;
import dev.seamwright.client.model.ProblemError;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that had no usable answer. The message is a sentence with the cause. */
public abstract sealed class SeamwrightException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private SeamwrightException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The broker said why it did not do it (RFC 9457); nothing was changed. Thrown as it is for a status that has no class below. */
    public static non-sealed class Refused extends SeamwrightException {
        private static final long serialVersionUID = 1L;

        private final transient Problem problem;
        private final @Nullable Duration retryAfter;

        private Refused(Problem problem, @Nullable Duration retryAfter) {
            super(message(problem), null);
            this.problem = problem;
            this.retryAfter = retryAfter;
        }

        /** The failure that a problem stands for, by its status. */
        public static Refused of(Problem problem, @Nullable Duration retryAfter) {
            return switch (problem.status()) {
                case 400 -> new InvalidInput(problem);
                case 401 -> new Unauthenticated(problem);
                case 403 -> new Forbidden(problem);
                case 404 -> new NotFound(problem);
                case 409 -> new Conflict(problem);
                case 422 -> new Unprocessable(problem);
                case 429, 503 -> new Unavailable(problem, retryAfter);
                default -> new Refused(problem, retryAfter);
            };
        }

        private static String message(Problem problem) {
            var message = new StringBuilder(problem.detail());
            for (var error : errors(problem)) {
                message.append(System.lineSeparator())
                        .append("  ")
                        .append(error.pointer())
                        .append(": ")
                        .append(error.detail());
            }
            return message.toString();
        }

        private static List<ProblemError> errors(Problem problem) {
            var errors = problem.errors();
            return errors == null ? List.of() : errors;
        }

        /** What the broker said, complete. */
        public Problem problem() {
            return problem;
        }

        /** The HTTP status. */
        public int status() {
            return problem.status();
        }

        /** The stable name of the kind of problem, {@code /problems/not-found} for example. */
        public String type() {
            return problem.type();
        }

        /** The places to correct; empty when the broker names none. */
        public List<ProblemError> errors() {
            return errors(problem);
        }

        /** How long the broker wants to be left alone. */
        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }
    }

    /** 400: the request is wrong in the places of {@link #errors()}. */
    public static final class InvalidInput extends Refused {
        private static final long serialVersionUID = 1L;

        private InvalidInput(Problem problem) {
            super(problem, null);
        }
    }

    /** 401: no token, or none that is valid. */
    public static final class Unauthenticated extends Refused {
        private static final long serialVersionUID = 1L;

        private Unauthenticated(Problem problem) {
            super(problem, null);
        }
    }

    /** 403: the token's scope does not reach. */
    public static final class Forbidden extends Refused {
        private static final long serialVersionUID = 1L;

        private Forbidden(Problem problem) {
            super(problem, null);
        }
    }

    /** 404: something that the request names is not in the workspace. */
    public static final class NotFound extends Refused {
        private static final long serialVersionUID = 1L;

        private NotFound(Problem problem) {
            super(problem, null);
        }
    }

    /** 409: it contradicts what is stored. */
    public static final class Conflict extends Refused {
        private static final long serialVersionUID = 1L;

        private Conflict(Problem problem) {
            super(problem, null);
        }
    }

    /** 422: it is understood and cannot be done. */
    public static final class Unprocessable extends Refused {
        private static final long serialVersionUID = 1L;

        private Unprocessable(Problem problem) {
            super(problem, null);
        }
    }

    /** 429, 503: later, perhaps. It was tried again as often as the client may. */
    public static final class Unavailable extends Refused {
        private static final long serialVersionUID = 1L;

        private Unavailable(Problem problem, @Nullable Duration retryAfter) {
            super(problem, retryAfter);
        }
    }

    /** There was no connection, or it broke. Whether a write was done is not known. */
    public static final class Unreachable extends SeamwrightException {
        private static final long serialVersionUID = 1L;

        public Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** There was no answer within the time. Whether a write was done is not known. */
    public static final class TimedOut extends SeamwrightException {
        private static final long serialVersionUID = 1L;

        public TimedOut(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** Something answered that is no broker of this kind: a proxy, a page, a redirect. */
    public static final class UnexpectedAnswer extends SeamwrightException {
        private static final long serialVersionUID = 1L;

        private final int status;

        public UnexpectedAnswer(String message, int status, @Nullable Throwable cause) {
            super(message, cause);
            this.status = status;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }
    }
}
