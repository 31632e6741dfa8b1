import { cn } from "./cn";

export interface AvatarProps {
  name: string;
  src?: string | null;
  size?: "sm" | "md" | "lg" | "xl";
  className?: string;
}

const sizes = { sm: "size-8 text-xs", md: "size-10 text-sm", lg: "size-14 text-lg", xl: "size-20 text-2xl" } as const;

/** A picture, or the initials. Decorative: the name stands beside it. */
export function Avatar({ name, src, size = "sm", className }: AvatarProps) {
  const classes = cn(
    "inline-grid shrink-0 select-none place-items-center overflow-hidden rounded-full bg-tint font-semibold text-tint-foreground",
    sizes[size],
    className,
  );
  if (src) {
    // The server re-encodes avatars to their final size; the image optimizer stays off (it has had remote-code-execution advisories).
    // eslint-disable-next-line @next/next/no-img-element -- see above
    return <img src={src} alt="" className={cn(classes, "object-cover")} />;
  }
  return <span aria-hidden="true" className={classes}>{initials(name)}</span>;
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = [...(words[0] ?? "")][0] ?? "?";
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toUpperCase();
}
