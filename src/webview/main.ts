import { PanelElement } from "./panel-element";

customElements.define("countersign-panel", PanelElement);
