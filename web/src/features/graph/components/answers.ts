// How the answers about parties and links are drawn, and what they are called.
import { NoIcon, UnknownIcon, VerifyingIcon, YesIcon } from "../../../components/icons";
import type { Answer } from "../../../components/Verdict";
import { classes } from "../../../lib/classes";
import styles from "./answers.module.css";

export const ANSWER_SHAPES = { yes: YesIcon, no: NoIcon, unknown: UnknownIcon, verifying: VerifyingIcon };

export const ANSWER_WORDS: Record<Answer, string> = {
    yes: "fits",
    no: "does not fit",
    unknown: "not known",
    verifying: "being verified",
};

/** What gives its colour to the element that draws an answer; the style sheets of the graph ask for `data-answer` too. */
export function coloured(answer: Answer, isStale: boolean, ...others: (string | false | undefined)[]) {
    return { "data-answer": answer, className: classes(styles.answer, isStale && styles.stale, ...others) };
}
