package dev.seamwright.broker.telemetry;

/** Where finished work is reported to as spans. */
interface Traces extends AutoCloseable {
    /** Makes no spans; the ids in logs and headers are there all the same. */
    Traces NONE = new Traces() {
        @Override
        public Request begin(TraceContext trace, String method) {
            return new Request() {
                @Override
                public TraceContext trace() {
                    return trace;
                }

                @Override
                public void end(String route, int status) {}
            };
        }

        @Override
        public void transaction(boolean writable, boolean committed, long nanos) {}

        @Override
        public void close() {}
    };

    /** A request that has begun. */
    interface Request {
        /** With the id of this span. */
        TraceContext trace();

        /** @param route template, or {@code unmatched} */
        void end(String route, int status);
    }

    /** A request begins on this thread. */
    Request begin(TraceContext trace, String method);

    /** A transaction has just ended on this thread. */
    void transaction(boolean writable, boolean committed, long nanos);

    @Override
    void close();
}
