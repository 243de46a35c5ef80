import { classes } from "../lib/classes";
import { stale } from "../lib/staleness";
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

/** A verdict by colour, shape and word. While it cannot be asked again it has no colour, and says how old it is. */
export function Verdict({ answer, children, size = "small", shapeOnly = false }: Props) {
    const old = useStore(stale);
    const Icon = ICONS[answer];
    const word = children ?? WORDS[answer];
    const age = old ? `, as of ${timeOfDay(old.asOf)}` : "";
    return (
        <span
            className={classes(
                styles.verdict,
                styles[size],
                shapeOnly && styles.shape,
                old ? styles.stale : styles[answer],
            )}
            data-answer={answer}
            title={old || shapeOnly ? `${word}${age}` : undefined}
        >
            <Icon size={size === "large" ? 22 : 15} label={shapeOnly ? `${word}${age}` : undefined} />
            {shapeOnly || word}
            {old && !shapeOnly && <span className={styles.age}>as of {timeOfDay(old.asOf, false)}</span>}
        </span>
    );
}
