package dev.seamwright.broker.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** The log, on stderr: lines for people, or JSON objects. Set up in code, which spares every start an XML parser. */
public final class Logs extends ContextAwareBase implements Configurator {
    // Libraries whose news at INFO are noise next to ours.
    private static final Map<String, Level> LIBRARIES = Map.of(
            "org.eclipse.jetty", Level.WARN,
            "io.javalin", Level.WARN,
            "com.github.kagkarlsson", Level.WARN,
            "com.zaxxer.hikari", Level.ERROR, // an outage is logged by the request that meets it
            "org.flywaydb", Level.WARN,
            "com.networknt", Level.OFF, // what it cannot judge, the engine tells as undecided
            "io.opentelemetry", Level.WARN);

    /** For logback, which finds this class as a service: text at INFO, until {@link #use}. */
    @Override
    public ExecutionStatus configure(LoggerContext logs) {
        set(logs, false, Level.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /**
     * Changes form and level.
     *
     * @param level TRACE, DEBUG, INFO, WARN or ERROR
     */
    public static void use(boolean json, String level) {
        set((LoggerContext) LoggerFactory.getILoggerFactory(), json, Level.valueOf(level));
    }

    private static void set(LoggerContext logs, boolean json, Level level) {
        logs.reset();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(logs);
        appender.setName("stderr");
        appender.setTarget("System.err");
        appender.setEncoder(json ? json(logs) : text(logs));
        appender.start();
        var root = logs.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(level);
        root.addAppender(appender);
        LIBRARIES.forEach(
                (library, least) -> logs.getLogger(library).setLevel(least.isGreaterOrEqual(level) ? least : level));
    }

    private static Encoder<ILoggingEvent> text(LoggerContext logs) {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(logs);
        encoder.setPattern("%d{ISO8601,UTC} %-5level %logger{20} %msg %kvp{NONE}%n");
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> json(LoggerContext logs) {
        var encoder = new JsonEncoder();
        encoder.setContext(logs);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithFormattedMessage(true);
        encoder.start();
        return encoder;
    }
}
