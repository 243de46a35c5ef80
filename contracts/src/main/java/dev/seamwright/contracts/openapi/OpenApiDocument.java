package dev.seamwright.contracts.openapi;

import dev.seamwright.contracts.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An OpenAPI document, 2.0 to 3.2, in terms that no version matters to. It never changes.
 *
 * <p>References stay references, and all of them lead into the document itself. What is not understood stands in {@link #notes} and in
 * {@link Schema#opaque}.
 */
public final class OpenApiDocument {
    private final Dialect dialect;
    private final Node root;
    private final List<Note> notes;
    private final DocumentReader.Contents contents;

    private OpenApiDocument(Dialect dialect, Node root, List<Note> notes, DocumentReader.Contents contents) {
        this.dialect = dialect;
        this.root = root;
        this.notes = List.copyOf(notes);
        this.contents = contents;
    }

    /**
     * Reads a document: JSON if it starts with a brace, else YAML.
     *
     * @throws InvalidInput when it is neither, exceeds a limit, is of an unknown version, or refers to other documents
     */
    public static OpenApiDocument parse(byte[] utf8) {
        var notes = new ArrayList<Note>();
        return of(tree(utf8, notes), notes);
    }

    /** @param notes what was found doubtful when the tree was read; more are added */
    static OpenApiDocument of(Node root, List<Note> notes) {
        var dialect = dialect(root);
        var contents = new DocumentReader(dialect, root, notes).read();
        return new OpenApiDocument(dialect, root, notes, contents);
    }

    static Dialect dialect(Node root) {
        var version =
                root.get("openapi").or(() -> root.get("swagger")).orElseThrow(() -> noVersion(root, "has no version"));
        var text = version.text()
                .or(() -> version.number().map(Object::toString))
                .orElseThrow(() -> noVersion(version, "has a version that is no text"));
        return Dialect.of(text)
                .filter(found -> root.get(found == Dialect.SWAGGER_2_0 ? "swagger" : "openapi")
                        .isPresent())
                .orElseThrow(() -> new InvalidInput(
                        version.pointer(),
                        "is version %s; versions 2.0, 3.0, 3.1 and 3.2 are understood (%s)"
                                .formatted(text, version.place().spot())));
    }

    /**
     * Reads JSON or YAML of any kind, with the place of everything.
     *
     * @throws InvalidInput when it is neither, or exceeds a limit
     */
    public static Node tree(byte[] utf8) {
        return tree(utf8, new ArrayList<>());
    }

    static Node tree(byte[] utf8, List<Note> notes) {
        var text = Encoding.decode(utf8);
        var start = 0;
        while (start < text.length() && " \t\r\n".indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        var json = start < text.length() && text.charAt(start) == '{';
        return json
                ? new JsonTreeReader(text.array(), text.remaining()).read()
                : new YamlTreeReader(text.toString(), notes).read();
    }

    private static InvalidInput noVersion(Node place, String what) {
        return new InvalidInput(
                "/openapi",
                "%s; say openapi: 3.1.0, for example (%s)"
                        .formatted(what, place.place().spot()));
    }

    public Dialect dialect() {
        return dialect;
    }

    /** The document as it was written. */
    public Node root() {
        return root;
    }

    /** What was found doubtful, in the order in which it was met. */
    public List<Note> notes() {
        return notes;
    }

    /** The paths in the order of the document. */
    public List<PathItem> paths() {
        return contents.paths();
    }

    public List<PathItem> webhooks() {
        return contents.webhooks();
    }

    /** The operations of all paths. */
    public Stream<Operation> operations() {
        return paths().stream().flatMap(path -> path.operations().stream());
    }

    /** The schemas that have a name, by it. */
    public Map<String, Schema> schemas() {
        return contents.schemas();
    }

    public Map<String, SecurityScheme> securitySchemes() {
        return contents.securitySchemes();
    }

    /** Servers of the whole document; never empty. */
    public List<Server> servers() {
        return contents.servers();
    }

    /** The node at a JSON pointer. */
    public Optional<Node> at(String pointer) {
        var node = Optional.of(root);
        if (pointer.isEmpty()) {
            return node;
        }
        for (var step : pointer.substring(1).split("/", -1)) {
            node = node.flatMap(at -> at.get(step.replace("~1", "/").replace("~0", "~")));
        }
        return node;
    }
}
