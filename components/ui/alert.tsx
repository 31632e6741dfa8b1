import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

const tones = {
  info: { icon: Info, className: "border-info-text/25 bg-info-tint text-info-text" },
  success: { icon: CircleCheck, className: "border-success-text/25 bg-success-tint text-success-text" },
  warning: { icon: TriangleAlert, className: "border-warning-text/25 bg-warning-tint text-warning-text" },
  danger: { icon: CircleAlert, className: "border-destructive-text/25 bg-destructive-tint text-destructive-text" },
} as const;

export interface AlertProps extends Omit<ComponentProps<"div">, "title"> {
  tone?: keyof typeof tones;
  title?: ReactNode;
}

/** A message in the page. Trouble is announced at once, the rest politely. */
export function Alert({ tone = "info", title, className, children, ...rest }: AlertProps) {
  const { icon: Icon, className: toneClass } = tones[tone];
  return (
    <div
      role={tone === "danger" ? "alert" : "status"}
      className={cn("flex gap-3 rounded-lg border px-4 py-3 text-sm", toneClass, className)}
      {...rest}
    >
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <div className="grid min-w-0 gap-1">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className="leading-relaxed">{children}</div>}
      </div>
    </div>
  );
}
