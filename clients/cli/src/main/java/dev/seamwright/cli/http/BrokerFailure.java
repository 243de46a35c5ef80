package dev.seamwright.cli.http;

/** A request to the broker that had no usable answer. The message is one sentence with the URL, the cause and the fix. */
public abstract sealed class BrokerFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    private BrokerFailure(String sentence, Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
    }

    private BrokerFailure(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    @Override
    public String getMessage() {
        return sentence;
    }

    /** The broker is down, slow or broken: the same request may succeed later. */
    public static final class Outage extends BrokerFailure {
        private static final long serialVersionUID = 1L;
        private final boolean passing;

        /** An answer that makes no sense, or none within the time. */
        public Outage(String message) {
            super(message);
            this.passing = false;
        }

        /** @param passing whether another attempt within seconds may succeed */
        Outage(String message, boolean passing) {
            super(message);
            this.passing = passing;
        }

        Outage(String message, boolean passing, Throwable cause) {
            super(message, cause);
            this.passing = passing;
        }

        boolean passing() {
            return passing;
        }
    }

    /** The address, the certificate or the credentials are wrong: waiting does not help. */
    public static final class Misconfigured extends BrokerFailure {
        private static final long serialVersionUID = 1L;

        public Misconfigured(String message, Throwable cause) {
            super(message, cause);
        }

        public Misconfigured(String message) {
            super(message);
        }
    }

    /** The broker understood the request and refused it. */
    public static final class Refused extends BrokerFailure {
        private static final long serialVersionUID = 1L;
        private final int status;

        public Refused(int status, String message) {
            super(message);
            this.status = status;
        }

        /** The HTTP status, 4xx. */
        public int status() {
            return status;
        }

        /** Whether something that the request names does not exist. */
        public boolean notFound() {
            return status == 404;
        }
    }
}
