import type { Panel } from "../../core/debt/panel/panel";
import { jsonText } from "../json-text";

/** `countersign/report/1`: the panel's own figures. */
export function panelJson(panel: Panel): string {
  return jsonText(panel);
}
