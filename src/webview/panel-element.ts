/** The panel: a filter bar, five tiles and the tables, computed here from the facts it was given. */
import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-progress-ring/index.js";
import { LitElement, html, type TemplateResult } from "lit";
import { changeText, figureText, inputText } from "../core/debt/panel/cell-text";
import { dateOf, type ItemFact, type PanelFacts } from "../core/debt/panel/facts";
import { ledgerLines } from "../core/debt/panel/ledger-words";
import { BREAKDOWNS, type Breakdown, type Formula, type Panel, type PanelFilter, type Table, type Tile } from "../core/debt/panel/panel";
import { groupBy } from "../core/group-by";
import { panelOf, usualFilter } from "../core/debt/panel/panel-of";
import { countOf, wordOf } from "../core/debt/panel/say";
import { originWords, periodWords } from "../core/debt/panel/period-words";
import { placeOf } from "../core/debt/panel/standing-tables";
import { tableCsv, tableMarkdown } from "../core/debt/panel/table-text";
import type { ToPage } from "../protocol/panel-messages";
import { areaChart } from "./area-chart";
import { barChart } from "./bar-chart";
import { pageHost } from "./page-host";
import { say } from "./page-words";
import { styles } from "./styles";
import { tableView } from "./table-view";

const WIDE = new Set(["where", "owners", "assistants", "oldest", "answers", "waived", "signals", "review-quality"]);
const DIMENSIONS = ["repository", "module", "owner", "assistant", "risk"] as const;

interface Shown {
  readonly label: string;
  readonly hunks: readonly string[];
}

export class PanelElement extends LitElement {
  static override readonly styles = styles;
  static override readonly properties = { facts: { state: true }, filter: { state: true }, by: { state: true }, progress: { state: true }, failure: { state: true }, shown: { state: true }, said: { state: true }, byHand: { state: true }, named: { state: true } };

  private facts: PanelFacts | null = null;
  private filter: PanelFilter | null = null;
  private by: Breakdown = "module";
  private progress = "";
  private failure = "";
  private shown: Shown | null = null;
  /** Told to a screen reader. */
  private said = "";
  /** A text to be copied by hand, where the browser does not let the page do it. */
  private byHand = "";
  private named = false;
  private readonly host = pageHost();
  private unfolded: readonly HTMLDetailsElement[] = [];
  /** Nobody can unfold paper: tables and signals are printed whole. */
  private readonly unfold = (): void => {
    this.unfolded = [...this.renderRoot.querySelectorAll<HTMLDetailsElement>("details:not(.how):not([open])")];
    for (const details of this.unfolded) details.open = true;
  };
  private readonly fold = (): void => {
    for (const details of this.unfolded) details.open = false;
    this.unfolded = [];
  };

  override connectedCallback(): void {
    super.connectedCallback();
    const { data, state } = this.host;
    if (data !== null) {
      this.facts = data.facts;
      this.filter = data.filter;
      this.by = data.by;
    }
    this.filter = state.filter ?? this.filter;
    this.by = state.by ?? this.by;
    this.host.listen((message) => this.receive(message));
    this.host.send({ type: "ready" });
    addEventListener("beforeprint", this.unfold);
    addEventListener("afterprint", this.fold);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("beforeprint", this.unfold);
    removeEventListener("afterprint", this.fold);
  }

  override render(): TemplateResult {
    if (this.failure !== "") return html`<main><h1>${say("Verification debt")}</h1><p class="empty" role="alert">${this.failure}</p><vscode-button @click=${() => this.host.send({ type: "refresh" })}>${say("Try again")}</vscode-button></main>`;
    if (this.facts === null || this.filter === null) return html`<main><h1>${say("Verification debt")}</h1><p role="status"><vscode-progress-ring aria-hidden="true"></vscode-progress-ring> ${this.progress === "" ? say("Reading the history") : this.progress}</p></main>`;
    const panel = panelOf(this.facts, this.filter, { by: this.by, say });
    return html`<main>
      <h1>${say("Verification debt")}</h1>
      <p class="quiet">${periodWords(panel.filter, say)}. ${panel.repositories.map(({ name, head, since }) => say("{0} at {1}, counted since {2}", name, head.slice(0, 7), since)).join("; ")}. ${originWords(panel.originKnown, say)}${this.progress === "" ? "" : ` ${this.progress}`}</p>
      <p class="quiet" id="ledger">${ledgerLines(panel.repositories, say).join(" ")}</p>
      ${this.filterBar(this.facts, this.filter)}
      ${panel.empty === "" ? "" : html`<p class="empty">${panel.empty}</p>`}
      <ul class="tiles" aria-label=${say("Figures")}>${panel.tiles.map((tile) => this.tileView(tile, panel))}</ul>
      ${this.shownHunks(this.facts)}
      <div class="sections">${panel.tables.map((table) => this.section(table))}</div>
      ${this.notChecked(panel)}
      ${this.byHand === "" ? "" : html`<section class="wide"><h2>${say("Copy by hand")}</h2><textarea readonly aria-label=${say("Text to copy")} .value=${this.byHand}></textarea></section>`}
      <div class="visually-hidden" role="status" aria-live="polite">${this.said}</div>
    </main>`;
  }

  private receive(message: ToPage): void {
    if (message.type === "progress") this.progress = message.text;
    else if (message.type === "failed") {
      this.failure = message.text;
      this.progress = "";
    } else {
      this.failure = "";
      this.progress = "";
      this.facts = message.facts;
      this.named = message.named;
      this.filter ??= usualFilter(message.facts);
    }
  }

  private change(filter: PanelFilter, by: Breakdown = this.by): void {
    this.filter = filter;
    this.by = by;
    this.shown = null;
    this.host.remember({ filter, by });
    this.said = say("The panel shows the new filter.");
  }

  private filterBar(facts: PanelFacts, filter: PanelFilter): TemplateResult {
    const valuesOf = (name: (typeof DIMENSIONS)[number]): readonly string[] => {
      switch (name) {
        case "repository":
          return facts.repositories.map((repository) => repository.name);
        case "module":
          return facts.modules;
        case "owner":
          return facts.repositories.some((repository) => repository.hasOwners) ? facts.owners : [];
        case "assistant":
          return facts.authors.map((author) => author.assistant);
        case "risk":
          return ["high", "medium", "unrated", "low"];
      }
    };
    const day = (name: "from" | "to", label: string) =>
      html`<label>${label}<input type="date" name=${name} .value=${filter[name]} required @change=${(event: Event) => this.setDay(name, (event.target as HTMLInputElement).value)} /></label>`;
    return html`<form class="filters" role="search" aria-label=${say("Filter")} @submit=${(event: Event) => event.preventDefault()}>
      <label>${say("Period")}<select name="period" @change=${(event: Event) => this.setPeriod(facts, (event.target as HTMLSelectElement).value)}>
        ${[["", say("chosen days")], ...[7, 30, 90, 365].map((days) => [String(days), say("last {0} days", days)]), ["all", say("all there is")]].map(([value, words]) => html`<option value=${value ?? ""} ?selected=${value === ""}>${words}</option>`)}
      </select></label>
      ${day("from", say("From"))} ${day("to", say("To"))}
      ${DIMENSIONS.map((name) => {
        const values = [...new Set(valuesOf(name))].sort();
        if (values.length < 2) return "";
        return html`<label>${capital(wordOf(say, name))}<select name=${name} @change=${(event: Event) => this.setDimension(name, (event.target as HTMLSelectElement).value)}>
          <option value="" ?selected=${filter[name] === undefined}>${say("all")}</option>
          ${values.map((value) => html`<option value=${value} ?selected=${filter[name] === value}>${name === "risk" || name === "owner" ? wordOf(say, value) : value}</option>`)}
        </select></label>`;
      })}
      <label>${say("Break down by")}<select name="by" @change=${(event: Event) => this.change(filter, BREAKDOWNS.find((by) => by === (event.target as HTMLSelectElement).value) ?? "module")}>
        ${BREAKDOWNS.map((by) => html`<option value=${by} ?selected=${this.by === by}>${wordOf(say, by)}</option>`)}
      </select></label>
      ${this.host.isEditor ? html`<vscode-button secondary @click=${() => this.host.send({ type: "refresh" })}>${say("Refresh")}</vscode-button>` : ""}
    </form>`;
  }

  private setDay(name: "from" | "to", value: string): void {
    if (this.filter === null || !/^\d{4}-\d\d-\d\d$/.test(value)) return;
    const filter = { ...this.filter, [name]: value };
    // The other end gives way: a period never runs backwards.
    this.change(filter.from <= filter.to ? filter : { ...filter, from: value, to: value });
  }

  private setPeriod(facts: PanelFacts, value: string): void {
    if (this.filter === null || value === "") return;
    const first = Math.min(facts.asOf, ...facts.repositories.flatMap(({ firstDay }) => firstDay ?? []));
    const from = value === "all" ? first : facts.asOf - Number(value) + 1;
    this.change({ ...this.filter, from: dateOf(from), to: dateOf(facts.asOf) });
  }

  private setDimension(name: (typeof DIMENSIONS)[number], value: string): void {
    if (this.filter === null) return;
    const { [name]: _before, ...rest } = this.filter;
    this.change(value === "" ? rest : { ...rest, [name]: value });
  }

  private tileView(tile: Tile, panel: Panel): TemplateResult {
    const change = changeText(tile.value, tile.previous, tile.unit, say);
    const better = typeof tile.value === "number" && tile.previous !== null ? Math.sign(tile.value - tile.previous) * tile.direction : 0;
    const kind = better > 0 ? "better" : better < 0 ? "worse" : "unchanged";
    const words = better > 0 ? say("better") : better < 0 ? say("worse") : say("unchanged");
    const value = figureText(tile.value, tile.unit, say);
    return html`<li class="tile" id=${`tile-${tile.id}`}>
      <h2>${tile.title}</h2>
      <p class="value">${tile.hunks.length === 0 ? value : html`<button class="link" type="button" aria-label=${say("{0}: show {1}", `${tile.title} ${value}`, countOf(say, tile.hunks.length, "hunk"))} @click=${() => this.show(tile.title, tile.hunks)}>${value}</button>`}</p>
      ${change === "" ? "" : html`<p class=${kind}>${change} (${words}) <span class="quiet">${say("against {0}", panel.comparedWith)}</span></p>`}
      <p class="quiet">${tile.detail}</p>
      ${howComputed(tile.title, tile.formula)}
    </li>`;
  }

  private section(table: Table): TemplateResult {
    const id = `table-${table.id}`;
    const view = tableView(table, { show: (label, hunks) => (table.columns[0]?.unit === "place" ? this.open(label, hunks) : this.show(`${table.title}: ${label}`, hunks)) });
    const chart = table.rows.length === 0 || (table.chart !== "area" && table.chart !== "bars") ? null : table.chart === "area" ? areaChart(table) : barChart(table);
    const body = html`${chart === null ? view : html`<div class="chart">${chart}</div><details><summary>${say("Show as table")}</summary>${view}</details>`}${howComputed(table.title, table.formula)}`;
    return html`<section id=${id} aria-labelledby=${`${id}-title`} class=${WIDE.has(table.id) ? "wide" : ""}>
      <div class="head">
        <h2 id=${`${id}-title`}>${table.title}</h2>
        <div class="actions">
          ${table.id === "signals" && this.host.isEditor ? html`<vscode-button secondary @click=${() => this.host.send({ type: "names", wanted: !this.named })}>${this.named ? say("Hide names") : say("Show names")}</vscode-button>` : ""}
          <vscode-button secondary aria-label=${say("Copy {0} as CSV", table.title)} @click=${() => this.copy(tableCsv(table), say("{0} copied as CSV.", table.title))}>CSV</vscode-button>
          <vscode-button secondary aria-label=${say("Copy {0} as Markdown", table.title)} @click=${() => this.copy(`${tableMarkdown(table, say)}\n`, say("{0} copied as Markdown.", table.title))}>Markdown</vscode-button>
        </div>
      </div>
      ${table.id === "signals" ? html`<details><summary>${countOf(say, table.rows.length, "event")}</summary>${body}</details>` : body}
    </section>`;
  }

  /** A place opens in the editor; a file has none to open it in. */
  private open(label: string, hunks: readonly string[]): void {
    const [hunk] = hunks;
    if (this.host.isEditor && hunk !== undefined) this.host.send({ type: "open-hunk", hunk });
    else this.show(label, hunks);
  }

  /** In the editor the tree lists them; a file lists them itself. */
  private show(label: string, hunks: readonly string[]): void {
    if (this.host.isEditor) {
      this.host.send({ type: "show-hunks", label, hunks });
      this.said = say("{0}: {1} in the tree.", label, countOf(say, hunks.length, "hunk"));
      return;
    }
    this.shown = { label, hunks };
    this.said = say("{0}: {1} listed.", label, countOf(say, hunks.length, "hunk"));
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>("#shown-hunks")?.focus());
  }

  private shownHunks(facts: PanelFacts): TemplateResult | string {
    if (this.shown === null) return "";
    const wanted = new Set(this.shown.hunks);
    const items = facts.items.filter((item) => wanted.has(item.id));
    return html`<section id="shown-hunks" class="wide" tabindex="-1" aria-label=${say("Hunks of {0}", this.shown.label)}>
      <div class="head"><h2>${this.shown.label}</h2><vscode-button secondary @click=${() => (this.shown = null)}>${say("Close")}</vscode-button></div>
      ${tableView(hunkTable(facts, this.shown.label, items), { show: () => undefined })}
    </section>`;
  }

  private async copy(text: string, said: string): Promise<void> {
    const copied = await this.host.copy(text);
    this.byHand = copied ? "" : text;
    this.said = copied ? said : say("The browser does not let this page copy: the text is at the end, to be copied by hand.");
  }

  private notChecked(panel: Panel): TemplateResult | string {
    if (panel.notChecked.length === 0) return "";
    return html`<section class="wide" id="not-evaluated"><h2>${say("Not evaluated")}</h2><ul>${[...groupBy(panel.notChecked, ({ what, why }) => `${what}: ${why}`)].map(([words, alike]) => html`<li>${words}${placesView(alike.flatMap(({ path }) => path ?? []))}</li>`)}</ul></section>`;
  }
}

/** One file stands beside the reason; many are told by their number, and listed for who asks. */
function placesView(paths: readonly string[]): TemplateResult | string {
  if (paths.length === 0) return "";
  if (paths.length === 1) return ` (${paths[0] ?? ""})`;
  return html`<details><summary>${countOf(say, paths.length, "file")}</summary><ul>${paths.map((path) => html`<li>${path}</li>`)}</ul></details>`;
}

function howComputed(title: string, formula: Formula): TemplateResult {
  return html`<details class="how"><summary aria-label=${say("How is this computed? {0}", title)}>${say("How is this computed?")}</summary>
    <p>${formula.text}</p>
    <dl>${Object.entries(formula.inputs).map(([name, value]) => html`<dt>${name}</dt><dd>${inputText(value)}</dd>`)}</dl>
  </details>`;
}

function hunkTable(facts: PanelFacts, title: string, items: readonly ItemFact[]): Table {
  return {
    id: "hunks",
    title,
    chart: "none",
    columns: [
      { id: "place", title: say("Hunk"), unit: "place" },
      { id: "assistant", title: say("Assistant"), unit: "text" },
      { id: "state", title: say("State"), unit: "text" },
      { id: "risk", title: say("Risk"), unit: "text" },
      { id: "open", title: say("Open lines"), unit: "lines" },
      { id: "minutes", title: say("Minutes"), unit: "minutes" },
    ],
    rows: items.map((item) => ({ cells: [placeOf(item), facts.authors[item.author]?.assistant ?? "", wordOf(say, item.state), wordOf(say, item.risk), item.open, item.hundredths / 100] })),
    formula: { text: "", inputs: {} },
    note: "",
  };
}

function capital(word: string): string {
  return (word[0] ?? "").toUpperCase() + word.slice(1);
}
