import { getBezierPath, Position, ViewportPortal } from "@xyflow/react";
import { type MouseEvent, memo } from "react";
import type { Answer } from "../../../components/Verdict";
import { classes } from "../../../lib/classes";
import { CLASS_WORDS } from "../../../lib/status";
import { type Graph, isEachMarked, type Link } from "../api/graph";
import { type Layout, lineThrough, type Place, type Route, routeKey, type Size, type Towards } from "../api/layout";
import { ANSWER_SHAPES, ANSWER_WORDS, coloured } from "./answers";
import styles from "./Links.module.css";

interface Props {
    graph: Graph;
    layout: Layout;
    towards: Towards;
    selected: string | undefined;
    /** Parties that are looked for; undefined: nobody is. */
    found: Set<string> | undefined;
    isStale: boolean;
    open: (link: Link) => void;
}

/** What does not fit is drawn over what does. */
const ORDER: Answer[] = ["yes", "verifying", "unknown", "no"];

/**
 * The lines of a graph, below its parties. They are no edges of React Flow: each of these is an image of its own, and no place from
 * which the drawing can be moved; among two thousand there is no other place.
 */
export function Links({ graph, layout, towards, selected, found, isStale, open }: Props) {
    const { places, routes, size } = layout;
    const isMarked = isEachMarked(graph);
    const links = [...graph.links].sort((a, b) => ORDER.indexOf(a.answer) - ORDER.indexOf(b.answer));
    const onClick = ({ target }: MouseEvent) => {
        const key = (target as Element).closest<SVGElement>("[data-link]")?.dataset.link;
        const link = links.find(({ consumer, provider }) => routeKey(consumer, provider) === key);
        if (link) {
            open(link);
        }
    };
    return (
        <ViewportPortal>
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the panel of a party has these links for the keyboard */}
            {/* biome-ignore lint/a11y/noSvgWithoutTitle: each link has its own */}
            <svg
                className={classes(
                    styles.links,
                    !isMarked && styles.crowded,
                    (found || selected !== undefined) && styles.choosing,
                )}
                onClick={onClick}
            >
                {links.map((link) => {
                    const { consumer, provider, answer } = link;
                    return (
                        <Line
                            key={routeKey(consumer, provider)}
                            link={link}
                            from={places.get(consumer)}
                            to={places.get(provider)}
                            size={size}
                            route={routes.get(routeKey(consumer, provider))}
                            towards={towards}
                            isMarked={isMarked || answer !== "yes"}
                            isMeant={
                                (found === undefined || found.has(consumer) || found.has(provider)) &&
                                (selected === undefined || consumer === selected || provider === selected)
                            }
                            isStale={isStale}
                        />
                    );
                })}
            </svg>
        </ViewportPortal>
    );
}

interface LineProps {
    link: Link;
    /** The corners of its parties. */
    from: Place | undefined;
    to: Place | undefined;
    size: Size;
    route: Route | undefined;
    towards: Towards;
    isMarked: boolean;
    /** Whether it is at a party that is looked at. */
    isMeant: boolean;
    isStale: boolean;
}

/** Most are as they were when somebody is looked at, and are not drawn again. */
const Line = memo(function Line({ link, from, to, size, route, towards, isMarked, isMeant, isStale }: LineProps) {
    if (!from || !to) {
        return null;
    }
    const [path, x, y] = pathOf(from, to, size, route, towards);
    const Shape = ANSWER_SHAPES[link.answer];
    const [worst] = link.seams;
    return (
        // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a group of SVG is nothing interactive
        <g
            role="img"
            aria-label={`${link.consumer} needs ${link.provider}: ${ANSWER_WORDS[link.answer]}`}
            data-link={routeKey(link.consumer, link.provider)}
            {...coloured(link.answer, isStale, styles.link, isMeant && styles.meant)}
        >
            <title>
                {`${link.consumer} → ${link.provider}: ${worst ? CLASS_WORDS[worst.class] : ANSWER_WORDS[link.answer]}`}
            </title>
            <path d={path} className={styles.reach} />
            <path d={path} className={styles.line} />
            {isMarked && (
                <g transform={`translate(${x - 8} ${y - 8})`} className={styles.mark}>
                    <circle cx="8" cy="8" r="9.5" className={styles.halo} />
                    <Shape size={16} />
                </g>
            )}
        </g>
    );
});

/** A line from a party to another, around those between them, and where its mark stands. */
function pathOf(from: Place, to: Place, { width, height }: Size, route: Route | undefined, towards: Towards) {
    const [start, end] =
        towards === "right"
            ? [
                  { x: from.x + width, y: from.y + height / 2 },
                  { x: to.x, y: to.y + height / 2 },
              ]
            : [
                  { x: from.x + width / 2, y: from.y + height },
                  { x: to.x + width / 2, y: to.y },
              ];
    if (route) {
        return [lineThrough([start, ...route.points, end], towards), route.mark.x, route.mark.y] as const;
    }
    return getBezierPath({
        sourceX: start.x,
        sourceY: start.y,
        targetX: end.x,
        targetY: end.y,
        ...(towards === "right"
            ? { sourcePosition: Position.Right, targetPosition: Position.Left }
            : { sourcePosition: Position.Bottom, targetPosition: Position.Top }),
    });
}
