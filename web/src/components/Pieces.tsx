import { Fragment } from "react";
import { isBreakable, piecesOf } from "../lib/pieces";
import styles from "./Pieces.module.css";

/** A text whose names are not broken at their hyphens, and whose long words are broken where they have parts. */
export function Pieces({ text }: { text: string }) {
    return piecesOf(text).map((word, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: words of a text have nothing but their place
        <Fragment key={place}>
            {word.map((piece, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as the words
                <Fragment key={index}>
                    {index > 0 && <wbr />}
                    {isBreakable(piece) ? <span className={styles.whole}>{piece}</span> : piece}
                </Fragment>
            ))}
        </Fragment>
    ));
}
