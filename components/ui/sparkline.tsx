export interface SparklineProps {
  /** Oldest first, at least two. */
  values: number[];
  /** What it shows, for screen readers; first, last, lowest and highest are added. */
  label: string;
}

const width = 96;
const height = 32;

/** A line without axes, as wide as its place allows; its figures are in the accessible name. */
export function Sparkline({ values, label }: SparklineProps) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const span = high - low || 1;
  const points = values.map((value, index) => {
    const x = (index / Math.max(values.length - 1, 1)) * (width - 4) + 2;
    const y = height - 3 - ((value - low) / span) * (height - 6);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <svg
      role="img"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="h-8 max-w-24 min-w-0 flex-1 text-primary"
      aria-label={`${label}: from ${values[0]} to ${values.at(-1)}, lowest ${low}, highest ${high}`}
    >
      <polygon points={`2,${height} ${points.join(" ")} ${width - 2},${height}`} className="fill-current opacity-12" />
      <polyline points={points.join(" ")} fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" strokeLinejoin="round" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
