import { Button } from "./Button";

interface Props {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: () => unknown;
}

/** The next page of a list; takes what an infinite query gives. */
export function More({ hasNextPage, isFetchingNextPage, fetchNextPage }: Props) {
    return hasNextPage ? (
        <div>
            <Button onClick={() => fetchNextPage()} disabled={isFetchingNextPage}>
                {isFetchingNextPage ? "Loading" : "Show more"}
            </Button>
        </div>
    ) : null;
}
