import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { request } from "../lib/api";
import { environmentsQuery } from "../lib/queries";
import { token } from "../lib/session";
import { useStore } from "../lib/store";
import styles from "./Badges.module.css";
import { Command } from "./Command";
import { Panel } from "./Page";
import { shortNumber } from "./VersionNumber";

/** Whether the newest version of a branch may go to each environment, as images to copy. */
export function Badges({ participant, branch }: { participant: string; branch: string }) {
    const { data: environments = [] } = useQuery(environmentsQuery);
    const secret = useStore(token);
    if (environments.length === 0) {
        return null;
    }
    return (
        <Panel title="Badges" aside={`Can the newest version of ${shortNumber(branch)} be deployed?`}>
            {secret && (
                <p>Whoever looks at a badge elsewhere sends no token: the broker has to let everybody read there.</p>
            )}
            <ul className={styles.badges}>
                {environments.map(({ name, displayName }) => {
                    const path = pathOf(participant, branch, name);
                    return (
                        <li key={name}>
                            <Link to="/verdict" search={{ participant, branch, environment: name }}>
                                <Image path={path} alt={`Whether ${branch} can be deployed to ${displayName}`} />
                            </Link>
                            <Command
                                label={`For a README: ${displayName}`}
                                text={`![can I deploy](${location.origin}${path})`}
                            />
                        </li>
                    );
                })}
            </ul>
        </Panel>
    );
}

function pathOf(participant: string, branch: string, environment: string): string {
    const [p, b, e] = [participant, branch, environment].map(encodeURIComponent);
    return `/pacticipants/${p}/branches/${b}/latest-version/can-i-deploy/to-environment/${e}/badge`;
}

/** An image element sends no token, so the image is asked for as the rest is. */
function Image({ path, alt }: { path: string; alt: string }) {
    const { data, error } = useQuery({
        queryKey: ["badge", path],
        queryFn: async ({ signal }) => {
            const answer = await request(new URL(path, location.origin).href, {
                signal,
                headers: { Accept: "image/svg+xml" },
            });
            return `data:image/svg+xml,${encodeURIComponent(await answer.text())}`;
        },
        staleTime: 60_000,
    });
    return data ? <img src={data} alt={alt} height="20" /> : error ? alt : "…";
}
