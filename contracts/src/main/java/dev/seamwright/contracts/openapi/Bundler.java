package dev.seamwright.contracts.openapi;

import dev.seamwright.contracts.InvalidInput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts what references of one file lead to in other files among the components of the first, once each. What is no component (a path, or a
 * whole map of schemas) takes the place of its reference. Names that are there stay; new ones are those that things have in their files, in the
 * order in which they are met.
 */
final class Bundler {
    private static final int MAX_FILES = 1_000;
    private static final Pattern SPOT = Pattern.compile("\\(line (\\d+), column (\\d+)\\)");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*|//.*", Pattern.DOTALL);
    private static final Pattern FILE = Pattern.compile(".*(/|#|\\.(json|ya?ml))\\b.*", Pattern.DOTALL);

    private final Dialect dialect;
    private final String rootFile;
    private final Node root;
    private final List<Note> notes;
    private final Bundle.Files source;

    private final Map<String, Node> files = new LinkedHashMap<>();
    private final Map<String, References> references = new HashMap<>();

    /** Where what stands at a node of a file stands in the bundle, as a reference says it. */
    private final IdentityHashMap<Node, String> placed = new IdentityHashMap<>();

    /** Components that are references and nothing else: what they lead to becomes the component. */
    private final IdentityHashMap<Node, Target> replaced = new IdentityHashMap<>();

    /** What components of the bundle were called in their files, by where they stand, if that is another name. */
    private final Map<String, String> renamed = new LinkedHashMap<>();

    private final Map<String, Set<String>> names = new HashMap<>();
    private final Map<String, Map<String, Copy>> added = new LinkedHashMap<>();
    private final ArrayDeque<Pending> agenda = new ArrayDeque<>();
    private final Deque<Node> inlined = new ArrayDeque<>();
    private boolean changed;
    private int nodes;

    /** A place in a file. */
    private record Target(String file, Node node) {}

    /** What is to become a component. */
    private record Pending(Target target, Structure kind, String section, String name) {}

    /** A node of the bundle, and the file that it is from. */
    private record Copy(Node node, String file) {}

    Bundler(Dialect dialect, String rootFile, Node root, List<Note> notes, Bundle.Files source) {
        this.dialect = dialect;
        this.rootFile = normal(rootFile);
        this.root = root;
        this.notes = notes;
        this.source = source;
        files.put(this.rootFile, root);
        placed.put(root, "#");
    }

    /** The other files, in the order in which they were met. */
    List<String> others() {
        return files.keySet().stream().skip(1).toList();
    }

    /** The whole document; the very node that was given, if it is one file. */
    Node bundle() {
        for (var kind : Structure.values()) {
            kind.section(dialect).ifPresent(this::components);
        }
        var copy = object(root, Structure.DOCUMENT, rootFile, "#", 0);
        for (var next = agenda.poll(); next != null; next = agenda.poll()) {
            var at = "#" + next.section() + "/" + next.name();
            var made = copy(next.target().node(), next.kind(), next.target().file(), at, 4);
            added.computeIfAbsent(next.section(), any -> new LinkedHashMap<>())
                    .put(next.name(), new Copy(withoutIdentity(made.node()), made.file()));
        }
        return changed ? complete(copy) : root;
    }

    /** Looks at the components of a kind before anything is named. */
    private void components(String section) {
        var at = new Target(rootFile, root);
        var pointer = "#";
        for (var step : section.substring(1).split("/", -1)) {
            pointer = pointer + "/" + step;
            var member = at.node().get(step);
            if (member.isEmpty()) {
                return;
            }
            at = behind(new Target(at.file(), member.get()), pointer);
        }
        var known = names.computeIfAbsent(section, any -> new HashSet<>());
        for (var component : at.node().members()) {
            known.add(component.step());
            var reference =
                    component.get("$ref").filter(found -> component.members().size() == 1);
            if (reference.isPresent() && leavesFile(reference.get(), at.file())) {
                var target = target(reference.get(), at.file());
                if (!target.file().equals(rootFile) && placed.get(target.node()) == null) {
                    placed.put(target.node(), pointer + "/" + escaped(component.step()));
                    replaced.put(component, target);
                }
            }
        }
    }

    /** What a map of components that is a reference stands for. */
    private Target behind(Target at, String pointer) {
        var reference = at.node().get("$ref");
        if (reference.isEmpty() || !leavesFile(reference.get(), at.file())) {
            return at;
        }
        var target = target(reference.get(), at.file());
        placed.putIfAbsent(target.node(), pointer);
        return target;
    }

    // copies

    private Copy copy(Node node, Structure kind, String file, String at, int depth) {
        if (depth > TreeReader.MAX_DEPTH) {
            throw refused(node, file, "nests deeper than %d levels in one document".formatted(TreeReader.MAX_DEPTH));
        }
        if (kind == Structure.DATA) {
            count(node, node.size(), file);
            return new Copy(node.copy(), file);
        }
        var replacement = replaced.get(node);
        if (replacement != null) {
            changed = true;
            var made = copy(replacement.node(), kind, replacement.file(), at, depth);
            return new Copy(withoutIdentity(made.node()), made.file());
        }
        if (node.isObject()) {
            var reference = node.get("$ref").filter(found -> found.text().isPresent());
            return reference.isPresent()
                    ? reference(node, reference.get(), kind, file, at, depth)
                    : new Copy(object(node, kind, file, at, depth), file);
        }
        count(node, 1, file);
        return node instanceof Node.Items
                ? new Copy(list(node, kind, file, at, depth), file)
                : new Copy(node.copy(), file);
    }

    private Node object(Node node, Structure kind, String file, String at, int depth) {
        var copies = new LinkedHashMap<String, Copy>();
        for (var member : node.members()) {
            copies.put(member.step(), member(member, kind, file, at, depth));
        }
        if (kind == Structure.SCHEMA) {
            keepNames(copies);
        }
        return object(node, copies, file);
    }

    private Copy member(Node member, Structure kind, String file, String at, int depth) {
        var found = kind.member(member.step());
        var pointer = at + "/" + escaped(member.step());
        if (kind == Structure.SCHEMA && member.step().equals("discriminator")) {
            return new Copy(discriminator(member, file), file);
        }
        if (kind == Structure.SCHEMA && member.step().equals("$dynamicRef") && leavesFile(member, file)) {
            throw refused(member, file, "is a $dynamicRef to another file, which a bundle cannot keep; use $ref");
        }
        return switch (found.shape()) {
            case ONE -> copy(member, found.kind(), file, pointer, depth + 1);
            case LIST, MAP -> several(member, found.kind(), file, pointer, depth + 1);
        };
    }

    /** A map or a list of one kind, or a reference to a whole one. */
    private Copy several(Node node, Structure kind, String file, String at, int depth) {
        var reference = node.get("$ref").filter(found -> leavesFile(found, file));
        if (reference.isPresent()) {
            var target = target(reference.get(), file);
            return inline(target, reference.get(), file, () -> several(target.node(), kind, target.file(), at, depth));
        }
        count(node, 1, file);
        if (node instanceof Node.Items) {
            return new Copy(list(node, kind, file, at, depth), file);
        }
        if (!node.isObject()) {
            return new Copy(node.copy(), file);
        }
        var copies = new LinkedHashMap<String, Copy>();
        for (var member : node.members()) {
            var isData = member.step().startsWith("x-") && kind == Structure.PATH_ITEM;
            copies.put(
                    member.step(),
                    copy(member, isData ? Structure.DATA : kind, file, at + "/" + escaped(member.step()), depth + 1));
        }
        return new Copy(object(node, copies, file), file);
    }

    private Node list(Node node, Structure kind, String file, String at, int depth) {
        var items = new ArrayList<Node>();
        var from = new HashMap<String, String>();
        for (var item : node.items()) {
            var made = copy(item, kind, file, at + "/" + item.step(), depth + 1);
            items.add(made.node());
            if (!made.file().equals(file)) {
                from.put(item.step(), made.file());
            }
        }
        return Node.array(node.line(), node.column(), items, from);
    }

    private static Node object(Node like, Map<String, Copy> copies, String file) {
        var members = new LinkedHashMap<String, Node>();
        var from = new HashMap<String, String>();
        copies.forEach((name, made) -> {
            members.put(name, made.node());
            if (!made.file().equals(file)) {
                from.put(name, made.file());
            }
        });
        return Node.object(like.line(), like.column(), members, from);
    }

    // references

    private Copy reference(Node node, Node reference, Structure kind, String file, String at, int depth) {
        if (file.equals(rootFile) && !leavesFile(reference, file)) {
            return new Copy(object(node, kind, file, at, depth), file); // leads where it led
        }
        changed = true;
        var target = target(reference, file);
        var pointer = pointer(target.node());
        if (pointer.isPresent() && kind.mayBeReferredTo(dialect)) {
            return new Copy(referring(node, pointer.get(), kind, file, at, depth), file);
        }
        var section = kind.section(dialect);
        if (section.isPresent()) {
            return new Copy(referring(node, named(target, kind, section.get()), kind, file, at, depth), file);
        }
        if (kind == Structure.PATH_ITEM) {
            placed.put(target.node(), at);
        }
        var made = inline(target, reference, file, () -> copy(target.node(), kind, target.file(), at, depth));
        return node.members().size() == 1 ? made : new Copy(merged(node, made, kind, file, at, depth), file);
    }

    /** The same reference to another place; what stands beside it stays. */
    private Node referring(Node node, String pointer, Structure kind, String file, String at, int depth) {
        var copies = new LinkedHashMap<String, Copy>();
        for (var member : node.members()) {
            copies.put(
                    member.step(),
                    member.step().equals("$ref")
                            ? new Copy(new Node.Scalar(member.line(), member.column(), pointer), file)
                            : member(member, kind, file, at, depth));
        }
        return object(node, copies, file);
    }

    /** What a reference leads to, with what stands beside the reference, which goes first. */
    private Node merged(Node node, Copy made, Structure kind, String file, String at, int depth) {
        var copies = new LinkedHashMap<String, Copy>();
        for (var member : made.node().members()) {
            var from = made.node().file(member.step());
            copies.put(member.step(), new Copy(member, from == null ? made.file() : from));
        }
        for (var member : node.members()) {
            if (!member.step().equals("$ref")) {
                copies.put(member.step(), member(member, kind, file, at, depth));
            }
        }
        return object(node, copies, file);
    }

    /** Makes something a component, and returns the reference to it. */
    private String named(Target target, Structure kind, String section) {
        var name = name(target, names.computeIfAbsent(section, any -> new HashSet<>()));
        var pointer = "#" + section + "/" + name;
        placed.put(target.node(), pointer);
        if (kind == Structure.SCHEMA && !own(target).equals(name)) {
            renamed.put(pointer, own(target));
        }
        agenda.add(new Pending(target, kind, section, name));
        return pointer;
    }

    /** What something is called in its file, or as its file is. */
    private static String own(Target target) {
        return target.node().parent().isEmpty()
                ? base(target.file())
                : target.node().step();
    }

    private static String base(String file) {
        return file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.[^.]*$", "");
    }

    private static String name(Target target, Set<String> taken) {
        var file = base(target.file());
        var own = own(target);
        var plain = own.replaceAll("[^A-Za-z0-9._-]", "_");
        var longer = own.equals(file) ? plain : (file + "_" + own).replaceAll("[^A-Za-z0-9._-]", "_");
        var name = taken.contains(plain) ? longer : plain;
        for (var i = 2; taken.contains(name); i++) {
            name = longer + "_" + i;
        }
        taken.add(name);
        return name;
    }

    @FunctionalInterface
    private interface Making {
        Copy make();
    }

    private Copy inline(Target target, Node reference, String file, Making making) {
        changed = true;
        if (inlined.contains(target.node())) {
            throw refused(reference, file, "leads to itself, and is no component that could be referred to");
        }
        inlined.push(target.node());
        var made = making.make();
        inlined.pop();
        return made;
    }

    /** Where something stands in the bundle; empty if it is not there yet. */
    private Optional<String> pointer(Node node) {
        var steps = new StringBuilder();
        for (@Nullable Node at = node; at != null; at = at.parent().orElse(null)) {
            var found = placed.get(at);
            if (found != null) {
                return Optional.of(found + steps);
            }
            steps.insert(0, "/" + uri(escaped(at.step())));
        }
        return Optional.empty();
    }

    /** The names that a discriminator has for files become references to components. */
    private Node discriminator(Node node, String file) {
        var mapping = node.get("mapping").filter(Node::isObject);
        if (mapping.isEmpty()) {
            count(node, node.size(), file);
            return node.copy();
        }
        var members = new LinkedHashMap<String, Node>();
        for (var member : node.members()) {
            members.put(member.step(), member == mapping.get() ? mapping(member, file) : member.copy());
        }
        count(node, node.size(), file);
        return Node.object(node.line(), node.column(), members, Map.of());
    }

    /**
     * Alternatives without a mapping are known by what they are called, on the wire too: where that is something else in the bundle, a mapping says
     * so.
     */
    private void keepNames(Map<String, Copy> copies) {
        var discriminator = copies.get("discriminator");
        if (discriminator == null) {
            return;
        }
        var more = new LinkedHashMap<String, Copy>();
        for (var keyword : List.of("oneOf", "anyOf")) {
            var alternatives = copies.get(keyword);
            for (var alternative :
                    alternatives == null ? List.<Node>of() : alternatives.node().items()) {
                alternative
                        .get("$ref")
                        .flatMap(Node::text)
                        .ifPresent(pointer -> keepName(pointer, discriminator, more));
            }
        }
        if (!more.isEmpty()) {
            copies.put(
                    "discriminator",
                    new Copy(
                            with(discriminator.node(), new String[] {"mapping"}, 0, more, discriminator.file()),
                            discriminator.file()));
        }
    }

    private void keepName(String pointer, Copy discriminator, Map<String, Copy> more) {
        var own = renamed.get(pointer);
        var node = discriminator.node();
        var mapping = node.get("mapping").map(Node::members).orElse(List.of());
        if (own != null
                && node.isObject()
                && mapping.stream().noneMatch(member -> member.step().equals(own) || leadsTo(member, pointer))) {
            more.putIfAbsent(own, new Copy(new Node.Scalar(node.line(), node.column(), pointer), discriminator.file()));
        }
    }

    private boolean leadsTo(Node mapped, String pointer) {
        var text = mapped.text().orElse("");
        return text.equals(pointer)
                || ("#" + Structure.SCHEMA.section(dialect).orElseThrow() + "/" + text).equals(pointer);
    }

    /** As {@link #keepNames}, for schemas that inherit from one with a discriminator. */
    private Node keepNamesOfHeirs(Node whole) {
        var kept = whole;
        for (var pointer : renamed.keySet()) {
            for (var ancestor : ancestors(whole, pointer)) {
                var schema = component(kept, ancestor);
                var discriminator = schema.flatMap(found -> found.get("discriminator"));
                if (discriminator.isEmpty()
                        || schema.get().get("oneOf").isPresent()
                        || schema.get().get("anyOf").isPresent()) {
                    continue;
                }
                var more = new LinkedHashMap<String, Copy>();
                var from = discriminator.get().place().file();
                keepName(pointer, new Copy(discriminator.get(), from == null ? rootFile : from), more);
                if (!more.isEmpty()) {
                    kept = with(kept, steps(ancestor + "/discriminator/mapping"), 0, more, rootFile);
                }
            }
        }
        return kept;
    }

    /** Which components a component inherits from, directly or by way of others. */
    private static Set<String> ancestors(Node whole, String pointer) {
        var ancestors = new LinkedHashSet<String>();
        var next = new ArrayDeque<String>();
        next.add(pointer);
        while (!next.isEmpty()) {
            component(whole, next.poll())
                    .flatMap(schema -> schema.get("allOf"))
                    .map(Node::items)
                    .orElse(List.of())
                    .stream()
                    .flatMap(part -> part.get("$ref").flatMap(Node::text).stream())
                    .filter(ancestors::add)
                    .forEach(next::add);
        }
        return ancestors;
    }

    private static Optional<Node> component(Node whole, String pointer) {
        var at = Optional.of(whole);
        for (var step : steps(pointer)) {
            at = at.flatMap(node -> node.get(step));
        }
        return at;
    }

    private static String[] steps(String pointer) {
        return Arrays.stream(pointer.substring(pointer.indexOf('/') + 1).split("/", -1))
                .map(step -> step.replace("~1", "/").replace("~0", "~"))
                .toArray(String[]::new);
    }

    private Node mapping(Node mapping, String file) {
        var members = new LinkedHashMap<String, Node>();
        for (var member : mapping.members()) {
            members.put(
                    member.step(),
                    alternative(member, file)
                            .<Node>map(target -> new Node.Scalar(
                                    member.line(),
                                    member.column(),
                                    pointer(target.node())
                                            .orElseGet(() -> named(
                                                    target,
                                                    Structure.SCHEMA,
                                                    Structure.SCHEMA
                                                            .section(dialect)
                                                            .orElseThrow()))))
                            .orElseGet(member::copy));
        }
        return Node.object(mapping.line(), mapping.column(), members, Map.of());
    }

    /** The schema that a mapping names, where its text does not say it in the bundle. */
    private Optional<Target> alternative(Node member, String file) {
        var text = member.text().orElse("");
        var section = Structure.SCHEMA.section(dialect).orElseThrow();
        if (file.equals(rootFile)
                && (text.startsWith("#")
                        || names.getOrDefault(section, Set.of()).contains(text))) {
            return Optional.empty();
        }
        var own = Objects.requireNonNull(files.get(file));
        var component = section.substring(1).split("/", -1);
        var named = Optional.of(own);
        for (var step : component) {
            named = named.flatMap(at -> at.get(step));
        }
        var schema = named.flatMap(at -> at.get(text));
        if (schema.isPresent()) {
            return file.equals(rootFile) ? Optional.empty() : Optional.of(new Target(file, schema.get()));
        }
        if (!FILE.matcher(text).matches()) {
            return Optional.empty();
        }
        changed = true;
        return Optional.of(target(member, file));
    }

    // files

    private boolean leavesFile(Node reference, String file) {
        return reference
                .text()
                .filter(text -> !text.startsWith("#") || !file.equals(rootFile))
                .isPresent();
    }

    /** What a reference of a file leads to. */
    private Target target(Node reference, String file) {
        var text = reference.text().orElse("");
        var hash = text.indexOf('#');
        var path = hash < 0 ? text : text.substring(0, hash);
        var fragment = hash < 0 ? "#" : text.substring(hash);
        if (SCHEME.matcher(path).matches()) {
            throw refused(
                    reference,
                    file,
                    "refers to %s, and nothing is fetched; save that beside the document, and refer to the file"
                            .formatted(text));
        }
        var name = path.isEmpty()
                ? file
                : normal(beside(
                        file,
                        References.decoded(path)
                                .orElseThrow(() ->
                                        refused(reference, file, "refers to %s, which is no path".formatted(text)))));
        var tree = files.containsKey(name) ? Objects.requireNonNull(files.get(name)) : load(name, reference, file);
        var node = references.computeIfAbsent(name, any -> new References(tree)).find(fragment);
        return new Target(
                name,
                node.orElseThrow(() ->
                        refused(reference, file, "refers to %s, and %s has no %s".formatted(text, name, fragment))));
    }

    private Node load(String name, Node reference, String file) {
        if (files.size() > MAX_FILES) {
            throw refused(reference, file, "is one file too many; at most %d are read".formatted(MAX_FILES));
        }
        byte[] bytes;
        try {
            bytes = source.read(name);
        } catch (InvalidInput unreadable) {
            throw refused(
                    reference,
                    file,
                    "refers to %s, which %s"
                            .formatted(name, unreadable.details().getFirst().detail()));
        }
        var found = new ArrayList<Note>();
        Node tree;
        try {
            tree = OpenApiDocument.tree(bytes, found);
        } catch (InvalidInput wrong) {
            throw new InvalidInput(wrong.details().stream()
                    .map(detail -> new InvalidInput.Detail(
                            detail.pointer(),
                            SPOT.matcher(detail.detail()).replaceAll("(%s:$1:$2)".formatted(name.replace("$", "\\$")))))
                    .toList());
        }
        sameDialect(tree, name);
        for (var note : found) {
            var place = note.place();
            notes.add(
                    new Note(note.kind(), new Place(place.pointer(), place.line(), place.column(), name), note.text()));
        }
        files.put(name, tree);
        return tree;
    }

    /** A schema means something else in another version. */
    private void sameDialect(Node tree, String name) {
        var version = tree.get("openapi")
                .or(() -> tree.get("swagger"))
                .filter(found -> found.text().isPresent());
        if (version.isPresent() && OpenApiDocument.dialect(tree) != dialect) {
            throw refused(
                    version.get(),
                    name,
                    "is version %s, and %s is another one; write both in one version"
                            .formatted(version.get().text().orElse(""), rootFile));
        }
    }

    private static String beside(String file, String path) {
        return path.startsWith("/") ? path : file.substring(0, file.lastIndexOf('/') + 1) + path;
    }

    /** The path without detours. */
    private static String normal(String path) {
        var steps = new ArrayDeque<String>();
        for (var step : path.split("/", -1)) {
            if (step.equals("..")
                    && !steps.isEmpty()
                    && !steps.getLast().equals("..")
                    && !steps.getLast().isEmpty()) {
                steps.removeLast();
            } else if (!step.equals(".") && !(step.isEmpty() && !steps.isEmpty())) {
                steps.addLast(step);
            }
        }
        return String.join("/", steps);
    }

    // the whole

    /** The document, with the components that were added. */
    private Node complete(Node copy) {
        var whole = copy;
        for (var section : added.entrySet()) {
            whole = with(whole, section.getKey().substring(1).split("/", -1), 0, section.getValue(), rootFile);
        }
        return keepNamesOfHeirs(whole);
    }

    private static Node with(Node node, String[] steps, int at, Map<String, Copy> more, String file) {
        var copies = new LinkedHashMap<String, Copy>();
        for (var member : node.members()) {
            var from = node.file(member.step());
            copies.put(member.step(), new Copy(member, from == null ? file : from));
        }
        if (at == steps.length) {
            copies.putAll(more);
            return object(node, copies, file);
        }
        var inner = copies.get(steps[at]);
        var from = inner == null ? file : inner.file();
        var below = inner == null ? Node.object(node.line(), node.column(), Map.of(), Map.of()) : inner.node();
        copies.put(steps[at], new Copy(with(below, steps, at + 1, more, from), from));
        return object(node, copies, file);
    }

    /** A file's own names for itself have done their work, and would mean something else in the bundle. */
    private static Node withoutIdentity(Node node) {
        if (node.get("$id").isEmpty() && node.get("$anchor").isEmpty()) {
            return node;
        }
        var members = new LinkedHashMap<String, Node>();
        var from = new HashMap<String, String>();
        for (var member : node.members()) {
            if (!Set.of("$id", "$anchor").contains(member.step())) {
                members.put(member.step(), member);
                var file = node.file(member.step());
                if (file != null) {
                    from.put(member.step(), file);
                }
            }
        }
        return Node.object(node.line(), node.column(), members, from);
    }

    private void count(Node node, int more, String file) {
        nodes += more;
        if (nodes > TreeReader.MAX_NODES) {
            throw refused(node, file, "is where the document has more than %d values".formatted(TreeReader.MAX_NODES));
        }
    }

    private static String escaped(String step) {
        return step.replace("~", "~0").replace("/", "~1");
    }

    /** A fragment is percent-encoded (RFC 6901, 6). */
    private static String uri(String step) {
        return step.replace("%", "%25").replace("{", "%7B").replace("}", "%7D").replace(" ", "%20");
    }

    private static InvalidInput refused(Node node, String file, String what) {
        return new InvalidInput(node.pointer(), "%s (%s:%d:%d)".formatted(what, file, node.line(), node.column()));
    }
}
