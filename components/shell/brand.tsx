import Link from "next/link";
import { cn } from "@/components/ui/cn";

/** The mark: an arch with its portcullis half raised. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={cn("size-7 shrink-0", className)}>
      <rect width="32" height="32" rx="7.5" className="fill-primary" />
      <g fill="none" strokeLinecap="round" strokeLinejoin="round" className="stroke-primary-foreground">
        <path d="M7.5 25V15.5a8.5 8.5 0 0 1 17 0V25" strokeWidth="2.5" />
        <path d="M13 10.6V21.5M19 10.6V21.5M16 9.4V23M11 15.2h10" strokeWidth="1.75" />
      </g>
    </svg>
  );
}

export function Brand({ href = "/", className }: { href?: string; className?: string }) {
  return (
    <Link href={href} className={cn("inline-flex min-h-10 items-center gap-2.5 rounded-md font-semibold tracking-tight", className)}>
      <BrandMark />
      Gatehouse
    </Link>
  );
}
