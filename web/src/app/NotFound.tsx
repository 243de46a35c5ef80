import { Link } from "@tanstack/react-router";
import { Page } from "../components/Page";
import { Empty } from "../components/states";

export function NotFound() {
    return (
        <Page title="No such page">
            <Empty title="Nothing is at this address">
                <p>
                    The link may be old, or not whole. Search for what you want, above, or go to the{" "}
                    <Link to="/">start</Link>.
                </p>
            </Empty>
        </Page>
    );
}
