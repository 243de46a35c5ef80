interface Promoted {
    name: string;
    production: boolean;
    createdAt: string;
}

/** In the order in which versions get there, as the broker's board has it: production last, else as they were made. */
export function inOrderOfPromotion<T extends Promoted>(environments: readonly T[]): T[] {
    return [...environments].sort(
        (a, b) =>
            Number(a.production) - Number(b.production) ||
            compare(sortable(a.createdAt), sortable(b.createdAt)) ||
            compare(a.name, b.name),
    );
}

/** A time whose text sorts as it does: the broker writes none, three, six or nine digits of a second. */
function sortable(time: string): string {
    const [whole = "", fraction = ""] = time.replace(/Z$/, "").split(".");
    return `${whole}.${fraction.padEnd(9, "0")}`;
}

function compare(a: string, b: string): number {
    return a < b ? -1 : a > b ? 1 : 0;
}
