package dev.seamwright.recorder;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Tells recorders which test runs, and writes the counts when a class of tests ends. It comes with {@link RecordStatements}; JUnit can also
 * be told to use it for all tests ({@code junit.jupiter.extensions.autodetection.enabled}). A parameter of the type {@link Recorder} is that
 * of the one database in the annotation.
 */
public final class RecorderExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
    @Override
    public void beforeAll(ExtensionContext context) {
        RunningTests.enter(context.getRequiredTestClass());
        annotation(context).ifPresent(annotation -> {
            for (var database : annotation.database()) {
                var recorder = Recorder.of(database);
                List.of(annotation.behind()).forEach(recorder::behind);
                List.of(annotation.fixtures()).forEach(recorder::fixtures);
            }
        });
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        RunningTests.enter(
                context.getRequiredTestClass(), context.getRequiredTestMethod().getName());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        RunningTests.leave();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        RunningTests.leave();
        Recorder.flushAll();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Recorder.class
                && annotation(context)
                        .filter(annotation -> annotation.database().length == 1)
                        .isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return Recorder.of(annotation(context).orElseThrow().database()[0]);
    }

    /** That of the class, or of a class around it. */
    private static Optional<RecordStatements> annotation(ExtensionContext context) {
        for (var type = context.getRequiredTestClass(); type != null; type = type.getEnclosingClass()) {
            var annotation = AnnotationSupport.findAnnotation(type, RecordStatements.class);
            if (annotation.isPresent()) {
                return annotation;
            }
        }
        return Optional.empty();
    }
}
