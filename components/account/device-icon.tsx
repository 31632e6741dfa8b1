import { createElement } from "react";
import { Laptop, Monitor, Smartphone, Terminal } from "lucide-react";

/** A drawing of the kind of device that a system runs on; the name stands beside it. */
export function DeviceIcon({ os }: { os: string | null }) {
  return (
    <span className="grid size-10 shrink-0 place-items-center rounded-lg border bg-sunken text-muted-foreground">
      {createElement(iconFor(os?.toLowerCase() ?? ""), { "aria-hidden": true, className: "size-5" })}
    </span>
  );
}

function iconFor(os: string) {
  if (/android|ios|iphone|ipad/.test(os)) return Smartphone;
  if (/mac|chrome ?os/.test(os)) return Laptop;
  return /windows|linux|ubuntu|fedora|bsd/.test(os) ? Monitor : Terminal;
}
