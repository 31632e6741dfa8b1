import { cn } from "@/components/ui/cn";

const bars = [110, 145, 180, 215, 250];

/** The gate, drawn: arches in perspective and a portcullis half raised. An ornament; it says nothing. */
export function GateFigure({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 360 400" fill="none" stroke="currentColor" aria-hidden="true" className={cn("text-gate-line", className)}>
      {[0, 22, 44].map((inset) => (
        <path key={inset} d={arch(18 + inset)} strokeWidth={inset === 44 ? 2 : 1} opacity={1 - (44 - inset) / 70} />
      ))}
      {Array.from({ length: 11 }, (_, index) => {
        const angle = Math.PI * (index / 10);
        return (
          <line
            key={index} strokeWidth="1" opacity="0.55"
            x1={(180 - Math.cos(angle) * 118).toFixed(2)} y1={(180 - Math.sin(angle) * 118).toFixed(2)}
            x2={(180 - Math.cos(angle) * 162).toFixed(2)} y2={(180 - Math.sin(angle) * 162).toFixed(2)}
          />
        );
      })}
      {[230, 280, 330].map((y) => (
        <path key={y} d={`M18 ${y}h44M298 ${y}h44`} strokeWidth="1" opacity="0.55" />
      ))}
      <g strokeWidth="5" strokeLinecap="round" className="text-gate-accent" stroke="currentColor">
        {bars.map((x) => {
          const top = 180 - Math.sqrt(118 ** 2 - (x - 180) ** 2);
          return <path key={x} d={`M${x} ${(top + 6).toFixed(2)}V258l0 10`} />;
        })}
        <path d="M70 140h220M66 188h228M66 236h228" strokeWidth="3" />
      </g>
      <g className="fill-gate-accent" stroke="none">
        {bars.map((x) => <path key={x} d={`M${x - 6} 262h12l-6 16z`} />)}
      </g>
      <path d="M0 386h360" strokeWidth="1" opacity="0.6" />
    </svg>
  );
}

/** An arch standing on the ground line, `inset` units from the outermost edge. */
function arch(inset: number): string {
  const radius = 180 - inset;
  return `M${inset} 386V180a${radius} ${radius} 0 0 1 ${radius * 2} 0V386`;
}
