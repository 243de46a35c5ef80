/** As many letters as every window has room for in a line, 320 pixels wide too. */
const ROOM = 30;

/**
 * Where a line of text may end: a name with hyphens stays whole, and what is too long for a line, such as an address or a method, ends
 * before a dot or a bracket, or after a slash or an underscore.
 *
 * @returns words, and the white space between them, each in the pieces that are not to be broken
 */
export function piecesOf(text: string): string[][] {
    return text
        .split(/(\s+)/)
        .filter((word) => word !== "")
        .map((word) => (word.length > ROOM ? word.split(/(?=[.(][A-Za-z])|(?<=\/)(?=[^/])|(?<=_)(?=[^_])/) : [word]));
}

/** Whether a browser would break it although it has room in a line. */
export function isBreakable(piece: string): boolean {
    return piece.length <= ROOM && piece.includes("-");
}
