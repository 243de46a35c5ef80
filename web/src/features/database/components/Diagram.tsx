import "@xyflow/react/dist/base.css";
import {
    Background,
    BackgroundVariant,
    type Edge,
    Handle,
    MarkerType,
    type Node,
    type NodeProps,
    Position,
    ReactFlow,
    ReactFlowProvider,
    useReactFlow,
} from "@xyflow/react";
import { createContext, useContext, useEffect, useMemo } from "react";
import { Skeleton } from "../../../components/states";
import { ZoomControls } from "../../../components/ZoomControls";
import { classes } from "../../../lib/classes";
import { type Relation, shortName } from "../api/schema";
import { consumerNames, type Uses } from "../api/usage";
import { usePlaces } from "../api/usePlaces";
import styles from "./Diagram.module.css";

interface Props {
    relations: Relation[];
    /** Those that show their columns. */
    open: string[];
    uses: Uses;
    selected?: string | undefined;
    column?: string | undefined;
    toggle: (table: string) => void;
    pick: (table: string, column?: string) => void;
}

const WIDTH = 232;
const HEAD = 58;
const COLUMN = 26;
/** More columns than these are in the details alone. */
const MOST_COLUMNS = 40;

const Actions = createContext<Pick<Props, "uses" | "selected" | "column" | "toggle" | "pick"> | null>(null);

function useActions() {
    const actions = useContext(Actions);
    if (!actions) {
        throw new Error("a box outside of its diagram");
    }
    return actions;
}

type Box = Node<{ relation: Relation; isOpen: boolean }, "relation">;

const TYPES = { relation: RelationBox };

/** Tables as boxes, and the keys by which they refer to one another. A box shows its columns when it is opened. */
export default function Diagram({ relations, open, uses, selected, column, toggle, pick }: Props) {
    const boxes = useMemo(
        () =>
            relations.map((relation) => ({
                id: relation.id,
                width: WIDTH,
                height: HEAD + (open.includes(relation.id) ? columnRows(relation) * COLUMN + 8 : 0),
            })),
        [relations, open],
    );
    const edges = useMemo(() => edgesOf(relations), [relations]);
    const lines = useMemo(() => edges.map(({ source, target }) => ({ from: source, to: target })), [edges]);
    const places = usePlaces(boxes, lines);
    const nodes = useMemo(
        () =>
            places
                ? relations.flatMap((relation, place): Box[] => {
                      // one that was not there before has no place yet
                      const position = places[relation.id];
                      return position
                          ? [
                                {
                                    id: relation.id,
                                    type: "relation",
                                    position,
                                    width: WIDTH,
                                    height: boxes[place]?.height ?? HEAD,
                                    data: { relation, isOpen: open.includes(relation.id) },
                                },
                            ]
                          : [];
                  })
                : [],
        [places, relations, boxes, open],
    );
    const actions = useMemo(() => ({ uses, selected, column, toggle, pick }), [uses, selected, column, toggle, pick]);
    return (
        <section className={styles.diagram} aria-label="Diagram of the tables">
            {places ? (
                <Actions value={actions}>
                    <ReactFlowProvider>
                        <ReactFlow
                            nodes={nodes}
                            edges={edges}
                            nodeTypes={TYPES}
                            nodesDraggable={false}
                            nodesConnectable={false}
                            nodesFocusable={false}
                            edgesFocusable={false}
                            elementsSelectable={false}
                            onlyRenderVisibleElements
                            zoomOnScroll={false}
                            preventScrolling={false}
                            zoomOnDoubleClick={false}
                            minZoom={0.1}
                            maxZoom={1.5}
                            fitView
                            fitViewOptions={FIT}
                            proOptions={{ hideAttribution: true }}
                        >
                            <Background variant={BackgroundVariant.Dots} gap={20} size={1} />
                        </ReactFlow>
                        <View shown={nodes.map(({ id, height }) => `${id} ${height}`).join("\n")} />
                    </ReactFlowProvider>
                </Actions>
            ) : (
                <Skeleton rows={6} label="Placing the tables" />
            )}
        </section>
    );
}

const FIT = { padding: 0.08, maxZoom: 1 };

/** What is looked at: all, and all again when other boxes are shown, or others are open. */
function View({ shown }: { shown: string }) {
    const { fitView } = useReactFlow();
    // biome-ignore lint/correctness/useExhaustiveDependencies: it is for what is shown
    useEffect(() => {
        const frame = requestAnimationFrame(() => fitView(FIT));
        return () => cancelAnimationFrame(frame);
    }, [shown, fitView]);
    return <ZoomControls label="View of the diagram" seeAll={() => fitView(FIT)} />;
}

function columnRows(relation: Relation): number {
    return Math.min(relation.columns.length, MOST_COLUMNS) + (relation.columns.length > MOST_COLUMNS ? 1 : 0);
}

/** One for each pair of tables, whatever the number of keys between them. */
function edgesOf(relations: Relation[]): Edge[] {
    const shown = new Set(relations.map(({ id }) => id));
    const edges = new Map<string, Edge>();
    for (const relation of relations) {
        for (const key of relation.foreignKeys) {
            const id = `${relation.id} ${key.references}`;
            if (shown.has(key.references) && relation.id !== key.references && !edges.has(id)) {
                edges.set(id, {
                    id,
                    source: relation.id,
                    target: key.references,
                    type: "smoothstep",
                    focusable: false,
                    markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16, color: "var(--border-strong)" },
                });
            }
        }
    }
    return [...edges.values()];
}

function RelationBox({ data: { relation, isOpen } }: NodeProps<Box>) {
    const { uses, selected, column, toggle, pick } = useActions();
    const names = consumerNames(uses.of(relation.id));
    return (
        <div
            className={classes(
                styles.box,
                relation.kind !== "table" && styles.view,
                selected === relation.id && styles.selected,
            )}
        >
            <Handle type="target" position={Position.Left} isConnectable={false} className={styles.handle} />
            <Handle type="source" position={Position.Right} isConnectable={false} className={styles.handle} />
            <div className={styles.head}>
                <button
                    type="button"
                    className={styles.name}
                    title={relation.id}
                    aria-pressed={selected === relation.id && column === undefined}
                    onClick={() => pick(relation.id)}
                >
                    {shortName(relation)}
                </button>
                <button
                    type="button"
                    className={styles.toggle}
                    aria-expanded={isOpen}
                    aria-label={`Columns of ${shortName(relation)}`}
                    onClick={() => toggle(relation.id)}
                >
                    {isOpen ? "−" : "+"}
                </button>
                <span className={styles.about}>
                    {relation.kind !== "table" && `${relation.kind}, `}
                    {relation.columns.length} {relation.columns.length === 1 ? "column" : "columns"}
                    {names.length > 0 && `, used by ${names.length === 1 ? names[0] : `${names.length} services`}`}
                </span>
            </div>
            {isOpen && (
                <ul className={styles.columns}>
                    {relation.columns.slice(0, MOST_COLUMNS).map((one) => {
                        const users = consumerNames(uses.of(relation.id, one.name)).length;
                        return (
                            <li key={one.name}>
                                <button
                                    type="button"
                                    className={styles.column}
                                    aria-pressed={selected === relation.id && column === one.name}
                                    onClick={() => pick(relation.id, one.name)}
                                >
                                    <span className={styles.columnName}>
                                        {relation.primaryKey.includes(one.name) && (
                                            <span className={styles.key}>key </span>
                                        )}
                                        {one.name}
                                    </span>
                                    <span className={styles.type}>{one.type}</span>
                                    {users > 0 && (
                                        <span className={styles.users} title={`used by ${users} services`}>
                                            {users}
                                        </span>
                                    )}
                                </button>
                            </li>
                        );
                    })}
                    {relation.columns.length > MOST_COLUMNS && (
                        <li className={styles.more}>and {relation.columns.length - MOST_COLUMNS} more</li>
                    )}
                </ul>
            )}
        </div>
    );
}
