import { classes } from "../lib/classes";
import { condition } from "../lib/outage";
import { useStore } from "../lib/store";
import { timeOfDay } from "../lib/time";
import { NoIcon, UnknownIcon, VerifyingIcon, YesIcon } from "./icons";
import styles from "./Verdict.module.css";

/** `yes`, `no` or `unknown`, and `verifying` for an unknown that somebody works on. */
export type Answer = "yes" | "no" | "unknown" | "verifying";

const ICONS = { yes: YesIcon, no: NoIcon, unknown: UnknownIcon, verifying: VerifyingIcon };
const WORDS = { yes: "Yes", no: "No", unknown: "Unknown", verifying: "Verifying" };

interface Props {
    answer: Answer;
    /** Instead of the answer's word. */
    children?: string;
    size?: "small" | "large";
    /** Only the shape, where the word would repeat itself down a column; it keeps its name for those who cannot see it. */
    shapeOnly?: boolean;
}

/** A verdict by colour, shape and word. While the broker cannot be asked it has no colour, and says how old it is. */
export function Verdict({ answer, children, size = "small", shapeOnly = false }: Props) {
    const now = useStore(condition);
    const Icon = ICONS[answer];
    const word = children ?? WORDS[answer];
    const stale = now.state === "gone";
    const age = stale ? `, as of ${timeOfDay(now.asOf)}` : "";
    return (
        <span
            className={classes(
                styles.verdict,
                styles[size],
                shapeOnly && styles.shape,
                stale ? styles.stale : styles[answer],
            )}
            data-answer={answer}
            title={stale || shapeOnly ? `${word}${age}` : undefined}
        >
            <Icon size={size === "large" ? 22 : 15} label={shapeOnly ? `${word}${age}` : undefined} />
            {shapeOnly || word}
            {stale && !shapeOnly && <span className={styles.age}>as of {timeOfDay(now.asOf, false)}</span>}
        </span>
    );
}
