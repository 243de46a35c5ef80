// How the answers about parties and links are drawn, and what they are called.
import { NoIcon, UnknownIcon, VerifyingIcon, YesIcon } from "../../../components/icons";
import type { Answer } from "../../../components/Verdict";

export const ANSWER_SHAPES = { yes: YesIcon, no: NoIcon, unknown: UnknownIcon, verifying: VerifyingIcon };

export const ANSWER_WORDS: Record<Answer, string> = {
    yes: "fits",
    no: "does not fit",
    unknown: "not known",
    verifying: "being verified",
};
