import { Badge, type BadgeProps } from "@/components/ui/badge";

const TONES: Record<string, BadgeProps["tone"]> = { GET: "info", DELETE: "danger", POST: "success" };

export function MethodBadge({ method }: { method: string }) {
  return <Badge tone={TONES[method] ?? "warning"} className="justify-self-start rounded-md font-mono">{method}</Badge>;
}
