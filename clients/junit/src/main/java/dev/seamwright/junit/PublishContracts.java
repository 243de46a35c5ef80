package dev.seamwright.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests whose run tells what a service needs. When the run is over, pacts and recorded statements are published, if the setting {@code
 * publish} asks for it; they stay in files otherwise. All settings: {@link Settings}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(PublishingExtension.class)
public @interface PublishContracts {
    /** The service, by its name at the broker. */
    String participant() default "";

    /** Where pacts are written; {@code target/pacts} without it, {@code build/pacts} of a Gradle project. */
    String[] pacts() default {};

    /** DDL or migrations, files or directories, of the databases that the service uses: what its statements touch is found out there. */
    String[] schema() default {};
}
