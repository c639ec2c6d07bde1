/** The page in the reader's language: the editor writes its translations into the page; a report's file has none and is English. */
import { sayIn, type Say } from "../core/debt/panel/say";

export const say: Say = sayIn(JSON.parse(document.getElementById("countersign-words")?.textContent ?? "{}") as Readonly<Record<string, string>>);
