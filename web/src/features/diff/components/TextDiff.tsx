import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { useMedia } from "../../../lib/useMedia";
import styles from "../DiffPage.module.css";

interface Props {
    before: string;
    after: string;
    labels: { before: string; after: string };
    /** The lines to be looked at, counted from 1. */
    lines: { before: number | undefined; after: number | undefined };
}

const NARROW = "(max-width: 60rem)";
const FOLDED = { margin: 3, minSize: 6 };

/** Two texts beside each other, in narrow windows one in the other; what is the same is folded. */
export default function TextDiff({ before, after, labels, lines }: Props) {
    const place = useRef<HTMLDivElement>(null);
    const isNarrow = useMedia(NARROW);
    const shown = useRef<{ before?: EditorView; after: EditorView }>(undefined);
    useEffect(() => {
        const element = place.current;
        if (!element) {
            return;
        }
        // its style sheets are constructed in a shadow root; in the document they would be elements, which the policy does not allow
        const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
        const parent = document.createElement("div");
        root.replaceChildren(parent);
        if (isNarrow) {
            const view = new EditorView({
                doc: after,
                parent,
                root,
                extensions: [
                    ...looks(labels.after),
                    unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: FOLDED }),
                ],
            });
            shown.current = { after: view };
            return () => view.destroy();
        }
        const view = new MergeView({
            a: { doc: before, extensions: looks(labels.before) },
            b: { doc: after, extensions: looks(labels.after) },
            parent,
            root,
            collapseUnchanged: FOLDED,
            gutter: true,
        });
        shown.current = { before: view.a, after: view.b };
        return () => view.destroy();
    }, [before, after, labels.before, labels.after, isNarrow]);

    // biome-ignore lint/correctness/useExhaustiveDependencies: another width has other views
    useEffect(() => {
        const views = shown.current;
        if (views) {
            scroll(views.before, lines.before);
            scroll(views.after, lines.after ?? (views.before ? undefined : lines.before));
        }
    }, [lines.before, lines.after, isNarrow]);

    return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no pointer scrolls it with the arrow keys
        <section ref={place} className={styles.text} aria-label="The texts side by side" tabIndex={0} />
    );
}

function scroll(view: EditorView | undefined, line: number | undefined) {
    if (view && line !== undefined) {
        const at = view.state.doc.line(Math.min(line, view.state.doc.lines)).from;
        view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    }
}

function looks(label: string): Extension[] {
    return [
        lineNumbers(),
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label }),
        THEME,
    ];
}

const THEME = EditorView.theme({
    "&": { color: "var(--text)", backgroundColor: "var(--surface)", fontSize: "var(--size-tiny)" },
    ".cm-content, .cm-gutters": { fontFamily: "var(--mono)" },
    ".cm-gutters": { color: "var(--text-3)", backgroundColor: "var(--sunken)", borderColor: "var(--border)" },
    "&.cm-merge-a .cm-changedLine, .cm-deletedChunk": { backgroundColor: "var(--no-bg)" },
    "&.cm-merge-b .cm-changedLine, .cm-insertedLine, .cm-changedLine": { backgroundColor: "var(--yes-bg)" },
    "&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText": {
        background: "color-mix(in srgb, var(--no) 20%, transparent)",
    },
    "&.cm-merge-b .cm-changedText, .cm-changedText": {
        background: "color-mix(in srgb, var(--yes) 20%, transparent)",
    },
    // its own marks are in no common font
    ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: "none" },
    ".cm-collapsedLines": {
        color: "var(--text-2)",
        background: "var(--sunken)",
        border: "1px solid var(--border)",
        padding: "3px 8px",
    },
});
