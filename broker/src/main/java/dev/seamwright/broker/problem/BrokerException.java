package dev.seamwright.broker.problem;

import dev.seamwright.contracts.InvalidInput;
import java.util.List;

/** A failure that only travels up, until {@link Problems} turns it into an answer. Input that is wrong in itself is {@code InvalidInput}. */
public abstract sealed class BrokerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private BrokerException(String detail) {
        super(detail);
    }

    /** What was asked, what was found, and what to do next; shown to the caller. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** The thing asked for does not exist in the caller's workspace. */
    public static final class NotFound extends BrokerException {
        private static final long serialVersionUID = 1L;

        public NotFound(String detail) {
            super(detail);
        }
    }

    /** The request contradicts what is stored. */
    public static final class Conflict extends BrokerException {
        private static final long serialVersionUID = 1L;

        public Conflict(String detail) {
            super(detail);
        }
    }

    /** No credentials, or credentials that are wrong, expired or revoked. */
    public static final class Unauthorized extends BrokerException {
        private static final long serialVersionUID = 1L;

        public Unauthorized(String detail) {
            super(detail);
        }
    }

    /** Valid credentials that do not reach this far. */
    public static final class Forbidden extends BrokerException {
        private static final long serialVersionUID = 1L;

        public Forbidden(String detail) {
            super(detail);
        }
    }

    /** A body in a media type that this resource does not read. */
    public static final class UnsupportedMediaType extends BrokerException {
        private static final long serialVersionUID = 1L;

        public UnsupportedMediaType(String detail) {
            super(detail);
        }
    }

    /** The request is well-formed, but asks for a change that cannot be made. */
    public static final class Unprocessable extends BrokerException {
        private static final long serialVersionUID = 1L;

        private final transient List<InvalidInput.Detail> errors;

        public Unprocessable(String detail) {
            this(detail, List.of());
        }

        /** @param errors the places */
        public Unprocessable(String detail, List<InvalidInput.Detail> errors) {
            super(detail);
            this.errors = List.copyOf(errors);
        }

        public List<InvalidInput.Detail> errors() {
            return errors;
        }
    }

    /** More work than the server does for one request. */
    public static final class TooMuchWork extends BrokerException {
        private static final long serialVersionUID = 1L;

        public TooMuchWork(String detail) {
            super(detail);
        }
    }

    /** The database cannot be reached or cannot be written; the caller may try again. */
    public static final class Unavailable extends BrokerException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String detail) {
            super(detail);
        }
    }
}
