// Places boxes beside the page, which stays answering meanwhile.
import { type Box, type Line, place } from "./layout";

self.onmessage = ({ data }: MessageEvent<{ key: string; boxes: Box[]; lines: Line[] }>) => {
    self.postMessage({ key: data.key, places: place(data.boxes, data.lines) });
};
