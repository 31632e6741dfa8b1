import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

export function Card({ className, ...rest }: ComponentProps<"section">) {
  return <section className={cn("surface", className)} {...rest} />;
}

export interface CardHeaderProps {
  title: ReactNode;
  description?: ReactNode;
  /** Stands at the right. */
  action?: ReactNode;
  /** Heading level; 2 by default. */
  level?: 2 | 3;
  className?: string;
}

export function CardHeader({ title, description, action, level = 2, className }: CardHeaderProps) {
  const Heading = `h${level}` as const;
  return (
    <header className={cn("flex flex-wrap items-start justify-between gap-x-6 gap-y-3 px-5 pt-5 sm:px-6", className)}>
      <div className="grid max-w-prose gap-1">
        <Heading className="font-semibold tracking-tight">{title}</Heading>
        {description && <p className="text-sm text-muted-foreground">{description}</p>}
      </div>
      {action}
    </header>
  );
}

export function CardBody({ className, ...rest }: ComponentProps<"div">) {
  return <div className={cn("px-5 py-5 sm:px-6", className)} {...rest} />;
}

/** The line below a form: a hint on the left, its buttons on the right. */
export function CardFooter({ className, ...rest }: ComponentProps<"footer">) {
  return (
    <footer
      className={cn("flex flex-wrap items-center justify-between gap-3 rounded-b-xl border-t bg-sunken px-5 py-3.5 sm:px-6", className)}
      {...rest}
    />
  );
}
