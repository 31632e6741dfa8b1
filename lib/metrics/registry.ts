/**
 * Counters and histograms of this process, and their text for Prometheus (exposition format 0.0.4). What is measured
 * stands in `events.ts`; what is asked for at a scrape, in `render-metrics.ts`. Nothing here knows a request.
 */
export type Labels = Readonly<Record<string, string>>;

interface Metric {
  name: string;
  help: string;
  type: "counter" | "histogram";
  /** Upper bounds of a histogram, ascending. */
  bounds: readonly number[];
  /** By label text: a counter's `[value]`, a histogram's `[count per bound …, count, sum]`. */
  series: Map<string, number[]>;
}

// On globalThis, because the framework bundles this module more than once in a process.
const shared = globalThis as typeof globalThis & { gatehouseMetrics?: Map<string, Metric> };
const metrics = (shared.gatehouseMetrics ??= new Map());

function declare(name: string, help: string, type: Metric["type"], bounds: readonly number[] = []): Metric {
  const known = metrics.get(name);
  if (known) return known;
  const metric: Metric = { name, help, type, bounds, series: new Map() };
  metrics.set(name, metric);
  return metric;
}

const escape = (value: string) => value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');

const labelText = (labels: Labels): string => Object.entries(labels).map(([name, value]) => `${name}="${escape(value)}"`).join(",");

function seriesOf(metric: Metric, labels: Labels): number[] {
  const key = labelText(labels);
  let series = metric.series.get(key);
  if (!series) metric.series.set(key, (series = new Array<number>(metric.type === "counter" ? 1 : metric.bounds.length + 2).fill(0)));
  return series;
}

/** A number that only grows. Its name ends in `_total`. */
export function counter(name: string, help: string) {
  const metric = declare(name, help, "counter");
  return {
    /** Adds `by` (default 1; 0 makes the series visible before its first event). */
    add(labels: Labels, by = 1): void {
      const series = seriesOf(metric, labels);
      series[0] = (series[0] ?? 0) + by;
    },
  };
}

/** How often a measure fell below each bound. Prometheus measures time in seconds. */
export function histogram(name: string, help: string, bounds: readonly number[]) {
  const metric = declare(name, help, "histogram", bounds);
  return {
    observe(labels: Labels, value: number): void {
      const series = seriesOf(metric, labels);
      const at = bounds.findIndex((bound) => value <= bound);
      if (at !== -1) series[at] = (series[at] ?? 0) + 1;
      series[bounds.length] = (series[bounds.length] ?? 0) + 1;
      series[bounds.length + 1] = (series[bounds.length + 1] ?? 0) + value;
    },
  };
}

/** Forgets every value. For tests. */
export function resetMetrics(): void {
  for (const { series } of metrics.values()) series.clear();
}

const line = (name: string, labels: string, value: number) => `${name}${labels === "" ? "" : `{${labels}}`} ${value}`;

function histogramLines({ name, bounds }: Metric, labels: string, series: number[]): string[] {
  const comma = labels === "" ? "" : ",";
  let below = 0;
  const buckets = bounds.map((bound, index) => line(`${name}_bucket`, `${labels}${comma}le="${bound}"`, (below += series[index] ?? 0)));
  const [count = 0, sum = 0] = series.slice(bounds.length);
  return [...buckets, line(`${name}_bucket`, `${labels}${comma}le="+Inf"`, count), line(`${name}_sum`, labels, sum), line(`${name}_count`, labels, count)];
}

const head = (name: string, help: string, type: string) => [`# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}`, `# TYPE ${name} ${type}`];

/** The lines of every counter and histogram. */
export function metricLines(): string[] {
  return [...metrics.values()].flatMap((metric) => [
    ...head(metric.name, metric.help, metric.type),
    ...[...metric.series].flatMap(([labels, series]) =>
      metric.type === "counter" ? [line(metric.name, labels, series[0] ?? 0)] : histogramLines(metric, labels, series),
    ),
  ]);
}

export interface Reading {
  name: string;
  help: string;
  /** `counter` for what the system itself counts, such as CPU seconds. */
  type?: "gauge" | "counter";
  values: readonly { labels?: Labels; value: number }[];
}

/** The lines of something that is read at the scrape. */
export const readingLines = ({ name, help, type = "gauge", values }: Reading): string[] => [
  ...head(name, help, type),
  ...values.map(({ labels = {}, value }) => line(name, labelText(labels), value)),
];
