import { Link } from "@tanstack/react-router";
import { Chip } from "../../../components/Chip";
import { Pieces } from "../../../components/Pieces";
import { Time } from "../../../components/Time";
import table from "../../../components/table.module.css";
import type { Delivery } from "../api/webhooks";
import styles from "../webhooks.module.css";
import { DeliveryState } from "./DeliveryState";

/** Deliveries, the newest first. */
export function DeliveryTable({ deliveries, names }: { deliveries: Delivery[]; names?: Map<string, string> }) {
    return (
        <table className={table.table}>
            <thead>
                <tr>
                    <th scope="col">Event</th>
                    {names && <th scope="col">Webhook</th>}
                    <th scope="col">State</th>
                    <th scope="col">Attempts</th>
                    <th scope="col">Next</th>
                    <th scope="col">Happened</th>
                </tr>
            </thead>
            <tbody>
                {deliveries.map((delivery) => (
                    <tr key={delivery.id}>
                        <td data-label="Event">
                            <Chip>{delivery.event}</Chip>
                        </td>
                        {names && (
                            <td data-label="Webhook">
                                {delivery.webhookDeleted ? (
                                    <span className={table.muted}>deleted</span>
                                ) : (
                                    <Link to="/webhooks/$webhook" params={{ webhook: delivery.webhook }}>
                                        <Pieces text={names.get(delivery.webhook) ?? delivery.webhook} />
                                    </Link>
                                )}
                            </td>
                        )}
                        <td data-label="State">
                            <Link
                                to="/deliveries/$delivery"
                                params={{ delivery: delivery.id }}
                                className={styles.state}
                            >
                                <DeliveryState state={delivery.state} />
                                <span className="visually-hidden">Delivery of {delivery.event}</span>
                            </Link>
                        </td>
                        <td data-label="Attempts">
                            {delivery.attempts}
                            {delivery.run > 1 && <span className={table.muted}> of redelivery {delivery.run - 1}</span>}
                        </td>
                        <td data-label="Next">
                            {delivery.nextAttemptAt && <Time at={delivery.nextAttemptAt} isDue />}
                        </td>
                        <td data-label="Happened">
                            <Time at={delivery.createdAt} />
                        </td>
                    </tr>
                ))}
            </tbody>
        </table>
    );
}
