export interface MeterProps {
  label: string;
  value: number;
  max: number;
  /** The figure in words; "3 of 5" by default. */
  text?: string;
}

/** How much of a whole, drawn by SVG so that no inline style is needed. */
export function Meter({ label, value, max, text = `${value.toLocaleString("en")} of ${max.toLocaleString("en")}` }: MeterProps) {
  const share = max > 0 ? Math.min(Math.max(value / max, 0), 1) * 100 : 0;
  return (
    <div className="grid gap-1.5">
      <div className="flex justify-between gap-4 text-sm">
        <span className="text-foreground">{label}</span>
        <span className="text-muted-foreground tabular-nums">{text}</span>
      </div>
      <svg
        role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={max} aria-valuenow={value} aria-valuetext={text}
        viewBox="0 0 100 4" preserveAspectRatio="none" className="h-1.5 w-full overflow-hidden rounded-full"
      >
        <rect width="100" height="4" className="fill-border-strong" />
        <rect width={share} height="4" className="fill-primary" />
      </svg>
    </div>
  );
}
