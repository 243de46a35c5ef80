package dev.seamwright.junit;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Publishes pacts and recorded statements when a run of tests is over. It comes with {@link PublishContracts}; JUnit can also be told to use it for all tests ({@code
 * junit.jupiter.extensions.autodetection.enabled}). A parameter of the type {@link ProviderVerification} verifies the service as a provider.
 */
public final class PublishingExtension implements BeforeAllCallback, AfterAllCallback, TestWatcher, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(PublishingExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        var run = run(context);
        run.settings().publishes(); // a wrong setting is told before the tests run, and not after them
        AnnotationSupport.findAnnotation(context.getRequiredTestClass(), PublishContracts.class)
                .ifPresent(run::take);
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        run(context).failed();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            run(context).failed();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ProviderVerification.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return new ProviderVerification(run(context));
    }

    /** That of the whole run, which JUnit closes at its end. */
    private static TestRun run(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        TestRun.class,
                        key -> new TestRun(new Settings(context::getConfigurationParameter, System.getenv())),
                        TestRun.class);
    }
}
