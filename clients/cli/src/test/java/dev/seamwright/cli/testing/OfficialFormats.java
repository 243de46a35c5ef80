package dev.seamwright.cli.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;

/** Whether an output is what those expect who read it, by their schemas: where these come from is told beside them. */
public final class OfficialFormats {
    private static final Path SCHEMAS = Path.of("src/test/resources/schema");
    private static final Path OURS = Path.of("../../docs/contracts");

    /** A workflow command as GitHub's runner takes it. */
    private static final Pattern COMMAND =
            Pattern.compile("::(error|warning|notice) [a-zA-Z]+=[^:,]*(,[a-zA-Z]+=[^:,]*)*::.+");

    private OfficialFormats() {}

    /** @param format as {@code --output} takes it */
    public static void assertValid(String format, String output) throws Exception {
        switch (format) {
            case "sarif" -> json(Dialects.getDraft4(), SCHEMAS.resolve("sarif-2.1.0-rtm.5.json"), output);
            case "gitlab" -> json(Dialects.getDraft202012(), SCHEMAS.resolve("code-quality.schema.json"), output);
            case "junit" -> junit(output);
            case "github" -> github(output);
            case "markdown" -> assertTrue(output.length() <= 65_000, "%d characters".formatted(output.length()));
            default -> assertTrue(output.endsWith("\n"), output);
        }
    }

    /** A verdict in our own JSON. */
    public static void assertVerdict(String output) throws Exception {
        json(Dialects.getDraft202012(), OURS.resolve("verdict.schema.json"), output);
    }

    private static void json(Dialect dialect, Path schema, String output) throws Exception {
        var wrong = SchemaRegistry.withDialect(dialect)
                .getSchema(Files.readString(schema), InputFormat.JSON)
                .validate(output, InputFormat.JSON);
        assertEquals(List.of(), wrong, output);
    }

    private static void junit(String output) throws Exception {
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(SCHEMAS.resolve("junit.xsd").toFile())
                .newValidator()
                .validate(new StreamSource(new StringReader(output)));
    }

    private static void github(String output) {
        for (var type : List.of("error", "warning", "notice")) {
            var shown =
                    output.lines().filter(line -> line.startsWith("::" + type)).count();
            assertTrue(shown <= 10, "%d of %s".formatted(shown, type));
        }
        output.lines().forEach(line -> assertTrue(COMMAND.matcher(line).matches(), line));
    }
}
