package dev.seamwright.recorder;

import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the code of the service that runs a statement: the innermost that is of no driver, pool or library. */
final class Callers {
    private static final List<String> LIBRARIES = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "jakarta.",
            "kotlin.",
            "kotlinx.",
            "scala.",
            "groovy.",
            "clojure.",
            "org.codehaus.groovy.",
            "org.apache.groovy.",
            // drivers and pools
            "org.postgresql.",
            "com.impossibl.",
            "com.zaxxer.hikari.",
            "com.mchange.",
            "io.agroal.",
            "org.apache.commons.dbcp",
            "org.apache.commons.pool",
            "org.apache.tomcat.",
            "org.vibur.",
            "com.p6spy.",
            "net.ttddyy.",
            // what makes SQL
            "org.springframework.",
            "org.hibernate.",
            "org.eclipse.persistence.",
            "org.apache.openjpa.",
            "io.ebean.",
            "org.jdbi.",
            "org.jooq.",
            "org.apache.ibatis.",
            "org.mybatis.",
            "com.baomidou.",
            "com.querydsl.",
            "org.apache.commons.dbutils.",
            "org.jetbrains.exposed.",
            "org.ktorm.",
            "app.cash.sqldelight.",
            "doobie.",
            "slick.",
            "scalikejdbc.",
            "anorm.",
            "zio.",
            "cats.",
            "next.jdbc.",
            // containers and proxies
            "io.micronaut.",
            "io.quarkus.",
            "io.smallrye.",
            "org.jboss.",
            "com.google.inject.",
            "net.bytebuddy.",
            "net.sf.cglib.",
            "io.opentelemetry.",
            "io.micrometer.",
            "io.netty.",
            "io.vertx.",
            "reactor.",
            "io.reactivex.",
            // tests
            "org.junit.",
            "junit.",
            "org.testng.",
            "org.spockframework.",
            "spock.",
            "io.kotest.",
            "org.assertj.",
            "org.awaitility.",
            "org.mockito.",
            "org.testcontainers.",
            "org.gradle.",
            "org.apache.maven.");
    private static final List<String> MIGRATIONS = List.of("org.flywaydb.", "liquibase.", "db.migration.");
    private static final String OWN = Callers.class.getPackageName();
    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private static final ClassValue<Part> PARTS = new ClassValue<>() {
        @Override
        protected Part computeValue(Class<?> type) {
            var name = type.getName();
            if (MIGRATIONS.stream().anyMatch(name::startsWith)) {
                return Part.MIGRATION;
            }
            if (Proxy.isProxyClass(type)) {
                return Part.PROXY;
            }
            var isLibrary = type.getPackageName().equals(OWN)
                    || LIBRARIES.stream().anyMatch(name::startsWith)
                    || name.contains("$$"); // made from a class whose frame is further in
            return isLibrary ? Part.LIBRARY : Part.SERVICE;
        }
    };

    private final Set<String> skipped = ConcurrentHashMap.newKeySet();
    private final Set<String> fixtures = ConcurrentHashMap.newKeySet();
    private final Map<Frame, Caller> known = new ConcurrentHashMap<>();

    private enum Part {
        LIBRARY,
        MIGRATION,
        PROXY,
        SERVICE
    }

    private record Frame(Class<?> type, String method, int byteCode) {}

    void skip(String prefix) {
        if (skipped.add(prefix)) {
            known.clear();
        }
    }

    void fixtures(Class<?> type) {
        if (fixtures.add(topLevel(type))) {
            known.clear();
        }
    }

    /** Who runs a statement in this thread; null: nobody of the service. */
    @Nullable
    Caller find() {
        return WALKER.walk(this::find);
    }

    private @Nullable Caller find(Stream<StackFrame> frames) {
        // a plain loop, since this is done for each statement
        for (var each = frames.iterator(); each.hasNext(); ) {
            var frame = each.next();
            var type = frame.getDeclaringClass();
            switch (PARTS.get(type)) {
                case LIBRARY -> {}
                case MIGRATION -> {
                    return Caller.MIGRATION;
                }
                case PROXY -> {
                    var made = declared(type);
                    if (made != null) {
                        return known.computeIfAbsent(
                                new Frame(type, frame.getMethodName(), 0),
                                key -> caller(made, made.getName() + "." + key.method(), false));
                    }
                }
                case SERVICE -> {
                    if (!isSkipped(type)) {
                        var key = new Frame(type, frame.getMethodName(), frame.getByteCodeIndex());
                        var caller = known.get(key);
                        return caller != null ? caller : known.computeIfAbsent(key, absent -> direct(frame));
                    }
                }
            }
        }
        return null;
    }

    private boolean isSkipped(Class<?> type) {
        return !skipped.isEmpty() && skipped.stream().anyMatch(type.getName()::startsWith);
    }

    /** The interface of the service that a library implements, as a repository or a mapper is one. */
    private @Nullable Class<?> declared(Class<?> proxy) {
        for (var type : proxy.getInterfaces()) {
            if (PARTS.get(type) == Part.SERVICE && !isSkipped(type)) {
                return type;
            }
        }
        return null;
    }

    private Caller direct(StackFrame frame) {
        var method = frame.getMethodName();
        var lambda = method.startsWith("lambda$") ? method.indexOf('$', "lambda$".length()) : -1;
        var name = lambda < 0 ? method : method.substring("lambda$".length(), lambda);
        var file = frame.getFileName();
        var line = file == null ? "" : "(%s:%d)".formatted(file, frame.getLineNumber());
        return caller(frame.getDeclaringClass(), frame.getClassName() + "." + name + line, true);
    }

    private Caller caller(Class<?> type, String place, boolean isDirect) {
        var topLevel = topLevel(type);
        return new Caller(place, topLevel, isDirect, fixtures.contains(topLevel));
    }

    static String topLevel(Class<?> type) {
        var name = type.getName();
        var inner = name.indexOf('$', 1);
        return inner < 0 ? name : name.substring(0, inner);
    }
}
