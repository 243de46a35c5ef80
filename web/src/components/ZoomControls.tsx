import { useReactFlow } from "@xyflow/react";
import { Button } from "./Button";
import styles from "./ZoomControls.module.css";

/** Pixels of a move. */
const STEP = 160;

/**
 * What a pointer can do with a drawing, as buttons: nobody has to drag (WCAG 2.5.7). For the corner of a frame around React Flow.
 *
 * @param label what is looked at
 * @param seeAll shows all of it
 */
export function ZoomControls({ label, seeAll }: { label: string; seeAll: () => void }) {
    const flow = useReactFlow();
    const move = (x: number, y: number) => {
        const viewport = flow.getViewport();
        flow.setViewport({ ...viewport, x: viewport.x + x, y: viewport.y + y });
    };
    return (
        <fieldset className={styles.controls} aria-label={label}>
            <Button aria-label="Zoom in" onClick={() => flow.zoomIn()}>
                +
            </Button>
            <Button aria-label="Zoom out" onClick={() => flow.zoomOut()}>
                −
            </Button>
            <Button aria-label="See all" onClick={seeAll}>
                ⤢
            </Button>
            <Button aria-label="Move left" onClick={() => move(STEP, 0)}>
                ←
            </Button>
            <Button aria-label="Move up" onClick={() => move(0, STEP)}>
                ↑
            </Button>
            <Button aria-label="Move down" onClick={() => move(0, -STEP)}>
                ↓
            </Button>
            <Button aria-label="Move right" onClick={() => move(-STEP, 0)}>
                →
            </Button>
        </fieldset>
    );
}
