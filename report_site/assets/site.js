// Shows the figures that the filters ask for. The figures, their texts and the charts come from
// figures.js; nothing is computed here, and nothing is fetched.
"use strict";
(() => {
  const FIELDS = ["grain", "start", "cut", "cutValue", "value", "low", "high", "n", "status",
    "reportable", "provisional", "text", "interval", "change"];
  const GRAINS = ["month", "quarter", "year", "all"];
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const words = (code) => code.replaceAll("_", " ");
  const figures = Object.fromEntries(Object.entries(CX.figures).map(([code, rows]) => [
    code, rows.map((row) => Object.fromEntries(FIELDS.map((field, i) => [field, row[i]])))]));
  const state = { grain: "quarter", period: "", segment: "all", channel: "all" };

  // ---- the colours of the charts are those of the page
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const config = () => ({
    background: null, font: "system-ui, sans-serif", padding: { left: 4, right: 14, top: 6, bottom: 4 },
    view: { stroke: null },
    axis: { labelColor: colour("--soft"), titleColor: colour("--soft"), gridColor: colour("--grid"),
      domainColor: colour("--line"), tickColor: colour("--line"), titleFontWeight: 400, labelFontSize: 12 },
    legend: { labelColor: colour("--text"), titleColor: colour("--soft"), titleFontWeight: 400 },
    style: {
      value: { color: colour("--accent"), strokeWidth: 2 },
      point: { color: colour("--accent"), strokeWidth: 1.5, stroke: colour("--accent") },
      interval: { color: colour("--accent"), fillOpacity: 0.16 },
      range: { color: colour("--accent"), strokeOpacity: 0.45 },
      target: { color: colour("--target"), strokeWidth: 1.5 },
      action: { color: colour("--action"), strokeWidth: 1.5 },
      zero: { color: colour("--soft"), strokeOpacity: 0.5 },
      untold: { color: colour("--soft"), thickness: 1.5 },
    },
  });
  const views = new Map(), asked = new Map();
  // an element has one drawing under way; of those asked for meanwhile the last follows. None empties it
  async function draw(element, spec, rows) {
    const underWay = asked.has(element);
    asked.set(element, spec && { ...spec, datasets: { ...spec.datasets, figures: rows } });
    if (underWay) return;
    let drawing;
    try {
      do {
        drawing = asked.get(element);
        views.get(element)?.finalize();
        views.delete(element);
        if (!drawing) { element.replaceChildren(); continue; }
        const { view } = await vegaEmbed(element, drawing, { actions: false, renderer: "svg", logLevel: 1, config: config() });
        views.set(element, view);
        // the element around it says what the chart shows; its marks say nothing to a reader
        element.querySelector("svg").setAttribute("aria-hidden", "true");
      } while (asked.get(element) !== drawing);
    } finally {
      asked.delete(element);
    }
    element.dataset.drawn = "true";
  }
  const clear = (element) => draw(element, null);

  // ---- what the address says, so that a page can be sent to somebody
  function readAddress() {
    const asked = new URLSearchParams(location.hash.slice(1));
    for (const key of Object.keys(state)) if (asked.has(key)) state[key] = asked.get(key);
    if (!GRAINS.includes(state.grain)) state.grain = "quarter";
  }
  function writeAddress() {
    const text = "#" + new URLSearchParams(state);
    if (byId("grain")) history.replaceState(null, "", text);
    for (const link of all("a[data-keep]")) link.href = link.href.split("#")[0] + text;
  }

  // ---- filters
  function fillPeriods() {
    const select = byId("period");
    const periods = CX.periods[state.grain] || [];
    select.replaceChildren(...[...periods].reverse().map((period) =>
      new Option(period.name + (period.closed ? "" : " (open)"), period.start)));
    if (!periods.some((period) => period.start === state.period)) {
      const closed = periods.filter((period) => period.closed);
      state.period = (closed.at(-1) || periods.at(-1) || { start: "" }).start;
    }
    if (!periods.length) select.append(new Option("all together", ""));
    select.disabled = !periods.length;
    select.value = state.period;
  }
  function bindFilters() {
    if (!byId("grain")) return;
    const changed = (key, other) => (event) => {
      state[key] = event.target.value;
      if (other && state[key] !== "all") state[other] = "all";
      if (key === "grain") state.period = "";
      show();
    };
    byId("grain").addEventListener("change", changed("grain"));
    byId("period").addEventListener("change", changed("period"));
    byId("segment").addEventListener("change", changed("segment", "channel"));
    byId("channel").addEventListener("change", changed("channel", "segment"));
  }

  // ---- the figures that the filters ask for
  const chosenCut = () => state.segment !== "all" ? ["segment", state.segment]
    : state.channel !== "all" ? ["channel", state.channel] : ["all", "all"];
  const periodName = (grain, start) => (CX.periods[grain] || []).find((p) => p.start === start)?.name || "all periods";
  // a KPI that has no such period, or no such cut, shows its nearest figure and says so
  function chosen(code) {
    const rows = figures[code] || [];
    let [cut, cutValue] = chosenCut();
    const notes = [];
    if (cut !== "all" && !rows.some((row) => row.cut === cut)) {
      notes.push(`not cut by ${cut}`);
      [cut, cutValue] = ["all", "all"];
    }
    let grain = state.grain;
    if (grain !== "all" && !rows.some((row) => row.grain === grain && row.cut === "all")) grain = "all";
    if (!rows.some((row) => row.cut === "all")) notes.push("no figure for the whole: see the cuts on its page");
    else if (grain === "all" && state.grain !== "all") notes.push("all periods");
    const series = rows.filter((row) => row.cut === cut && row.cutValue === cutValue);
    const row = series.find((r) => r.grain === grain && (grain === "all" || r.start === state.period));
    const trendGrain = grain === "all" ? "quarter" : grain;
    const trend = series.filter((r) => r.grain === trendGrain && r.value !== null);
    return { row, grain, note: notes.join(", "), trend, trendGrain };
  }
  // a period without a figure is a gap in the line, not a straight line across it
  const withGaps = (trend, grain) => {
    const starts = (CX.periods[grain] || []).map((period) => period.start)
      .filter((start) => start >= trend[0].start && start <= trend.at(-1).start);
    const known = new Map(trend.map((row) => [row.start, row]));
    return starts.map((start) => known.get(start) ?? { start, value: null, low: null, high: null, n: 0, cutValue: "", text: "no data", interval: "", reportable: true, provisional: false });
  };
  const plotted = (code, grain) => (row) => ({ ...row,
    period: periodName(grain, row.start), target: CX.kpis[code].target_value, action: CX.kpis[code].action_value,
    open: row.provisional || !row.reportable, label: `${words(row.cutValue)} (n ${row.n.toLocaleString("en")})` });

  // in a table the heading says what the interval is
  const prefix = (element, text) => element.tagName === "TR" ? text : `95 % interval ${text}`;

  function fill(element, code) {
    const { row, grain, note, trend, trendGrain } = chosen(code);
    const text = { text: row?.text ?? "no data", n: (row?.n ?? 0).toLocaleString("en"),
      interval: row ? (row.low === null ? row.interval : prefix(element, row.interval)) : "no interval",
      change: row?.change ?? "nothing to compare with", note,
      period: grain === "all" ? "all periods" : periodName(grain, state.period),
      status: CX.statuses[row?.status ?? "no_data"] };
    if (row && !row.reportable && row.value !== null) text.note = [note, "too few to report"].filter(Boolean).join(", ");
    for (const field of all("[data-field]", element)) {
      field.textContent = text[field.dataset.field];
      if (field.dataset.field === "note") field.hidden = !text.note;
      if (field.dataset.field === "status") field.className = "status " + (row?.status ?? "no_data");
    }
    const chart = element.querySelector('[data-chart="trend"], [data-chart="spark"]');
    if (!chart) return row;
    if (trend.length < 2) { clear(chart); return row; }
    const name = CX.kpis[code].name;
    const last = trend.at(-1);
    chart.setAttribute("aria-label", `${name}, ${trend.length} ${trendGrain}s from ${periodName(trendGrain, trend[0].start)}`
      + ` (${trend[0].text}) to ${periodName(trendGrain, last.start)} (${last.text})`);
    const spec = chart.dataset.chart === "spark" ? CX.specs.spark : CX.specs.trend[+CX.kpis[code].percent];
    draw(chart, spec, withGaps(trend, trendGrain).map(plotted(code, trendGrain)));
    return row;
  }
  function fillCuts(element, code) {
    for (const cut of ["segment", "channel"]) {
      const chart = element.querySelector(`[data-chart="${cut}"]`);
      if (!chart) continue;
      const { grain } = chosen(code);
      const rows = (figures[code] || []).filter((row) => row.cut === cut && row.grain === grain && row.value !== null
        && (grain === "all" || row.start === state.period)).map(plotted(code, grain)).map((row, order) => ({ ...row, order }));
      element.querySelector(`[data-empty="${cut}"]`).hidden = rows.length > 0;
      if (!rows.length) { clear(chart); continue; }
      chart.setAttribute("aria-label", `${CX.kpis[code].name} by ${cut}: ` + rows.map((row) => `${words(row.cutValue)} ${row.text}`).join(", "));
      draw(chart, CX.specs.cut[+CX.kpis[code].percent], rows);
    }
  }
  const cell = (text, number, className) => {
    const td = document.createElement("td");
    if (number) td.className = "number";
    if (className) { const span = document.createElement("span"); span.className = className; span.textContent = text; td.append(span); } else td.textContent = text;
    return td;
  };
  const line = (...cells) => { const tr = document.createElement("tr"); tr.append(...cells); return tr; };
  function fillSeries(body) {
    const { trend, row, trendGrain } = chosen(body.dataset.kpi);
    const rows = trend.length ? [...trend].reverse() : row ? [row] : [];
    body.replaceChildren(...rows.map((r) => line(
      cell(periodName(trendGrain, r.start) + (r.provisional ? " (provisional)" : "")), cell(r.text, true), cell(r.interval, true),
      cell(r.n.toLocaleString("en"), true), cell(CX.statuses[r.status], false, "status " + r.status), cell(r.change))));
  }
  function show() {
    if (byId("grain")) {
      fillPeriods();
      for (const key of ["grain", "segment", "channel"]) byId(key).value = state[key];
      const [cut, value] = chosenCut();
      byId("filter-note").textContent = cut === "all" ? "A figure is cut by segment or by channel, one at a time."
        : `Shown: ${cut} ${words(value)}.`;
    }
    writeAddress();
    const counts = {};
    for (const element of all("[data-kpi]")) {
      const code = element.dataset.kpi;
      if (element.id === "series") fillSeries(element);
      else if (element.querySelector('[data-chart="segment"]')) fillCuts(element, code);
      else { const status = fill(element, code)?.status ?? "no_data"; counts[status] = (counts[status] || 0) + 1; }
    }
    byId("tally")?.replaceChildren(...Object.keys(CX.statuses).filter((status) => counts[status]).map((status) => {
      const item = document.createElement("li");
      item.className = status; item.textContent = `${counts[status]} ${CX.statuses[status]}`;
      return item;
    }));
  }

  // ---- parts that no filter touches
  function drawSections() {
    for (const element of all("[data-spec]")) {
      const { spec, rows } = JSON.parse(byId("spec-" + element.dataset.spec).textContent);
      draw(element, spec, rows);
    }
  }
  function filterRisk() {
    if (!byId("risk")) return;
    const update = () => {
      const segment = byId("risk-segment").value;
      const sought = byId("risk-words").value.trim().toLowerCase();
      const rows = all("#risk tbody tr");
      for (const row of rows) {
        const text = (row.textContent + row.querySelector("a").title).toLowerCase();
        row.hidden = !((!segment || row.dataset.segment === segment) && text.includes(sought));
      }
      byId("risk-count").textContent = `${rows.filter((row) => !row.hidden).length} of ${rows.length} customers`;
    };
    byId("risk-segment").addEventListener("change", update);
    byId("risk-words").addEventListener("input", update);
    update();
  }
  let drawStory = () => {};
  function bindStory() {
    if (!byId("stories")) return;
    const { spec, stories, reasons } = JSON.parse(byId("stories").textContent);
    const select = byId("payer");
    const asked = new URLSearchParams(location.hash.slice(1)).get("payer");
    if (asked && stories[asked]) select.value = asked;
    drawStory = () => {
      const events = stories[select.value];
      byId("reasons").replaceChildren(...reasons[select.value].map((text) => {
        const item = document.createElement("li"); item.textContent = text; return item; }));
      byId("events").replaceChildren(...[...events].reverse().map((event) => line(cell(event.day), cell(`${event.what}, ${event.kind}`),
        cell(event.channel), cell(event.who), cell(event.feeling, true), cell(event.tool))));
      draw(byId("story-chart"), spec, events);
    };
    select.addEventListener("change", drawStory);
    drawStory();
  }

  readAddress();
  bindFilters();
  show();
  drawSections();
  filterRisk();
  bindStory();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { show(); drawSections(); drawStory(); });
  addEventListener("hashchange", () => { readAddress(); show(); });
})();
