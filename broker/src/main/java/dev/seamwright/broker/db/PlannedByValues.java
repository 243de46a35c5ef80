package dev.seamwright.broker.db;

import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.jdbi.v3.sqlobject.customizer.SqlStatementCustomizer;
import org.jdbi.v3.sqlobject.customizer.SqlStatementCustomizerFactory;
import org.jdbi.v3.sqlobject.customizer.SqlStatementCustomizingAnnotation;

/**
 * For a statement whose filters may be absent, {@code (CAST(:x AS bigint) IS NULL OR column = :x)}: PostgreSQL finds its rows by index only when it
 * knows which of them are there, so it is planned for the values it is given, and so is what follows in its transaction.
 * {@link Transactor} has every other statement planned once.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@SqlStatementCustomizingAnnotation(PlannedByValues.Factory.class)
public @interface PlannedByValues {
    /** Tells PostgreSQL, before the statement. */
    final class Factory implements SqlStatementCustomizerFactory {
        private static final StatementCustomizer PLANNED = new StatementCustomizer() {
            @Override
            public void beforeExecution(PreparedStatement statement, StatementContext ctx) throws SQLException {
                try (var setting = ctx.getConnection().createStatement()) {
                    setting.execute("SET LOCAL plan_cache_mode = force_custom_plan");
                }
            }
        };

        @Override
        public SqlStatementCustomizer createForMethod(Annotation annotation, Class<?> store, Method method) {
            return statement -> statement.addCustomizer(PLANNED);
        }
    }
}
