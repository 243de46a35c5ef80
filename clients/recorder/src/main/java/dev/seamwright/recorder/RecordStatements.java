package dev.seamwright.recorder;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests in which statements are recorded: each is told with the test in which it ran. */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(RecorderExtension.class)
public @interface RecordStatements {
    /** The databases that the service uses and does not own, by their names at the broker. */
    String[] database();

    /** See {@link Recorder#behind}. */
    String[] behind() default {};

    /** See {@link Recorder#fixtures}; test classes need not be named. */
    Class<?>[] fixtures() default {};
}
