// What went through the hub, and how long it took: two charts of the last hour or day, by uPlot.
import { get } from "./api.js";
import { fill, h } from "./dom.js";
import { lasts, minute } from "./when.js";
import { T } from "./texts.en.js";

const SERIES = [["accepted", "--series-1"], ["sent", "--series-2"], ["delivered", "--series-3"], ["failed", "--series-4"]];
const DELAYS = [["p50", "--series-1"], ["p99", "--series-4"]];
const HEIGHT = 180;

const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The library is its own file; it is asked for by whoever looks at charts. */
function library() {
  library.promise ??= new Promise((there, gone) => {
    const style = h("link", { rel: "stylesheet", href: "/uplot.css" });
    const script = h("script", { src: "/uplot.js", onload: () => there(window.uPlot), onerror: gone });
    document.head.append(style, script);
  });
  return library.promise;
}

function options(series, width, format, seconds, last, few) {
  const axis = { stroke: color("--muted"), grid: { stroke: color("--line"), width: 1 }, ticks: { show: false }, font: "12px system-ui, sans-serif" };
  return {
    width, height: HEIGHT, legend: { show: false }, cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
    scales: { x: { time: true, range: () => [last - seconds, last] }, y: { range: (_, low, high) => [0, Math.max(high ?? 0, 1) * 1.1] } },
    axes: [{ ...axis, values: (_, ticks) => ticks.map(minute) }, { ...axis, size: 62, values: (_, ticks) => ticks.map(format) }],
    series: [{}, ...series.map(([name, shade], i) => ({ label: T.charts[name], stroke: color(shade), width: 2, dash: i > 1 ? [6, 3] : undefined, spanGaps: false, points: { show: few, size: 6 } }))],
  };
}

export function charts() {
  let span = "hour";
  let data = null;
  let plots = [];
  const places = [h("div", { class: "plot" }), h("div", { class: "plot" })];
  const summaries = [h("p", { class: "hint" }), h("p", { class: "hint" })];
  const key = series => h("ul", { class: "key", "aria-hidden": "true" }, series.map(([name, shade]) => h("li", { class: shade.slice(2) }, T.charts[name])));
  const button = name => h("button", { type: "button", class: "quiet", "aria-pressed": String(name === span), onclick: () => {
    span = name;
    for (const each of buttons) each.setAttribute("aria-pressed", String(each === buttons[name === "hour" ? 0 : 1]));
    ask();
  } }, T.charts[name]);
  const buttons = [button("hour"), button("day")];
  const element = h("section", { class: "charts", "aria-labelledby": "charts-title" },
    h("div", { class: "row" }, h("h2", { id: "charts-title" }, T.charts.title), h("div", { class: "choice", role: "group", "aria-label": T.charts.span }, buttons)),
    h("div", { class: "pair" },
      h("figure", { class: "card" }, h("figcaption", {}, T.charts.messages, key(SERIES)), places[0], summaries[0]),
      h("figure", { class: "card" }, h("figcaption", {}, T.charts.delay, key(DELAYS)), places[1], summaries[1])));

  async function draw() {
    if (data === null || !element.isConnected) return;
    const uPlot = await library();
    const times = data.points.map(point => Date.parse(point.at) / 1000);
    plots.forEach(plot => plot.destroy());
    plots = [[SERIES, value => value], [DELAYS, value => lasts(value)]].map(([series, format], i) => {
      fill(places[i]);
      places[i].setAttribute("role", "img");
      places[i].setAttribute("aria-label", summaries[i].textContent || T.charts.title);
      const width = Math.max(240, places[i].clientWidth);
      const shown = options(series, width, format, span === "hour" ? 3600 : 86400, Date.now() / 1000, times.length < 4);
      return new uPlot(shown, [times, ...series.map(([name]) => data.points.map(point => point[name] ?? null))], places[i]);
    });
  }

  async function ask() {
    data = await get(`/v1/figures?span=${span}`);
    const sum = name => data.points.reduce((all, point) => all + point[name], 0);
    const last = data.points.findLast(point => point.p50 !== undefined);
    summaries[0].textContent = T.charts.sums(sum("accepted"), sum("sent"), sum("delivered"), sum("failed"));
    summaries[1].textContent = last ? T.charts.last(lasts(last.p50), lasts(last.p99)) : T.charts.none;
    await draw();
  }

  window.addEventListener("resize", draw);
  window.addEventListener("theme", draw);
  return { element, ask, close: () => {
    window.removeEventListener("resize", draw);
    window.removeEventListener("theme", draw);
    plots.forEach(plot => plot.destroy());
  } };
}
