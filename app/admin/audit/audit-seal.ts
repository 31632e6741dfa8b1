import type { IntegrityPanelProps } from "@/components/admin/integrity-panel";
import type { SealStatusAnswer } from "@/lib/features/audit/verify-schema";

/** The last seal as the screen takes it. */
export function toSeal({ last_seal: last }: SealStatusAnswer): IntegrityPanelProps["seal"] {
  return last && { number: last.number, sealedAt: last.sealed_at, keyId: last.key_id, fingerprint: last.fingerprint };
}
