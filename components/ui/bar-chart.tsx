import { useId } from "react";

export interface BarDatum {
  label: string;
  value: number;
  /** A part of `value` drawn apart: failures, say. */
  part?: number;
}

export interface BarChartProps {
  title: string;
  description: string;
  data: BarDatum[];
  valueLabel: string;
  partLabel?: string;
}

const height = 160;
const slot = 24;

/** Bars without a library, the same figures as a table below (WCAG 1.1.1). */
export function BarChart({ title, description, data, valueLabel, partLabel }: BarChartProps) {
  const id = useId();
  const top = niceCeiling(Math.max(1, ...data.map((datum) => datum.value)));
  const width = Math.max(data.length, 1) * slot;
  const y = (value: number) => (value / top) * height;
  return (
    <figure className="grid gap-3">
      <div className="grid grid-cols-[auto_1fr] gap-x-3">
        <div aria-hidden="true" className="flex h-40 flex-col justify-between text-right text-xs text-muted-foreground tabular-nums">
          <span className="-translate-y-1/2">{top.toLocaleString("en")}</span>
          <span className="translate-y-1/2">0</span>
        </div>
        <svg role="img" aria-labelledby={`${id}t ${id}d`} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" className="h-40 w-full border-b border-border-strong">
          <title id={`${id}t`}>{title}</title>
          <desc id={`${id}d`}>{description}</desc>
          {[0.25, 0.5, 0.75, 1].map((line) => (
            <line key={line} x1="0" x2={width} y1={height * (1 - line)} y2={height * (1 - line)} className="stroke-border" vectorEffect="non-scaling-stroke" />
          ))}
          {data.map((datum, index) => (
            <g key={datum.label}>
              <rect x={index * slot + 5} width={slot - 10} y={height - y(datum.value)} height={y(datum.value)} className="fill-primary" />
              {datum.part ? (
                <rect x={index * slot + 5} width={slot - 10} y={height - y(datum.part)} height={y(datum.part)} className="fill-destructive" />
              ) : null}
            </g>
          ))}
        </svg>
        <div aria-hidden="true" className="col-start-2 flex justify-between pt-2 text-xs text-muted-foreground">
          <span>{data[0]?.label}</span>
          <span>{data.at(-1)?.label}</span>
        </div>
      </div>
      <figcaption className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 text-sm text-muted-foreground">
        <span className="flex flex-wrap gap-x-4 gap-y-1">
          <Key className="bg-primary" label={valueLabel} />
          {partLabel && <Key className="bg-destructive" label={partLabel} />}
        </span>
        <ChartTable {...{ title, data, valueLabel, partLabel }} />
      </figcaption>
    </figure>
  );
}

function Key({ className, label }: { className: string; label: string }) {
  return (
    <span className="inline-flex items-center gap-2">
      <span aria-hidden="true" className={`size-2.5 rounded-xs ${className}`} />
      {label}
    </span>
  );
}

function ChartTable({ title, data, valueLabel, partLabel }: Omit<BarChartProps, "description">) {
  return (
    <details className="open:w-full">
      <summary className="link list-none">Show as table</summary>
      <div tabIndex={0} role="region" aria-label={`${title}, as a table`} className="mt-3 max-h-64 overflow-y-auto rounded-md border">
        <table className="w-full text-sm text-foreground tabular-nums">
          <thead className="bg-sunken text-left">
            <tr>{["", valueLabel, partLabel].map((name, index) => name !== undefined && <th key={index} scope="col" className="px-3 py-2 font-medium">{name || "Day"}</th>)}</tr>
          </thead>
          <tbody className="divide-y">
            {data.map((datum) => (
              <tr key={datum.label}>
                <th scope="row" className="px-3 py-1.5 text-left font-normal">{datum.label}</th>
                <td className="px-3 py-1.5">{datum.value}</td>
                {partLabel && <td className="px-3 py-1.5">{datum.part ?? 0}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function niceCeiling(value: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10].find((factor) => factor * magnitude >= value) ?? 10;
  return Math.max(4, Math.ceil(step * magnitude));
}
