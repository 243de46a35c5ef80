import type { ReactNode } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import { classes } from "../lib/classes";
import styles from "./Overlay.module.css";

interface Props {
    label: string;
    onClose: () => void;
    place?: "top" | "centre";
    children: ReactNode;
}

/** A dialog over the screen; Escape and a click beside it close it. For lazy chunks alone: it brings react-aria along. */
export function Overlay({ label, onClose, place = "centre", children }: Props) {
    return (
        <ModalOverlay
            isOpen
            isDismissable
            onOpenChange={(open) => open || onClose()}
            className={classes(styles.backdrop, styles[place])}
        >
            <Modal className={styles.modal}>
                <Dialog aria-label={label} className={styles.dialog}>
                    {children}
                </Dialog>
            </Modal>
        </ModalOverlay>
    );
}
