/** A verification on the wire. Shared with screens and clients: no server imports. */
import { z } from "zod";
import { periodFields } from "./schema";

export const verifyFields = {
  ...periodFields,
  from: z
    .string()
    .regex(/^([1-9]\d{0,8}|(unsealed:|\d{1,13}\.)[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12})$/, { error: "Take next from an answer, or a seal's number." })
    .optional()
    .meta({ description: "next of an answer, to go on there" }),
  limit: z.coerce.number().int().min(1).max(100_000).default(10_000).meta({ description: "About how many events to check in this request" }),
};

const seal = z.object({ number: z.number().int(), sealed_at: z.string(), key_id: z.string(), fingerprint: z.string().meta({ description: "To be noted outside of the database" }) });

const covers = z.enum(["everything", "own_organization"]).meta({ description: "Seals span all organizations: order and deletions are checked for platform roles" });

export const sealStatusOutput = z.object({
  covers,
  last_seal: seal.extend({ events: z.number().int() }).nullable(),
  unsealed: z.number().int().nullable().meta({ description: "Events that wait for their seal" }),
});
export type SealStatusAnswer = z.infer<typeof sealStatusOutput>;

export const verifyOutput = z.object({
  ok: z.boolean().meta({ description: "No fault among what was checked" }),
  complete: z.boolean().meta({ description: "Nothing is left to check" }),
  next: z.string().nullable().meta({ description: "For ?from=" }),
  covers,
  checked: z.object({ events: z.number().int(), seals: z.number().int(), erased: z.number().int().meta({ description: "Events whose personal side was erased, which is allowed" }) }),
  dropped: z
    .object({
      events: z.number().int(),
      seals: z.number().int(),
      until: z.string().meta({ description: "Time of the youngest of them" }),
      unverified: z.number().int().meta({ description: "Of periods that could not be verified when they were dropped: not as they had been signed, or by keys that were not known" }),
    })
    .nullable()
    .meta({ description: "What retention dropped, by its signed tombstones" }),
  first_bad: z
    .object({
      event_id: z.uuid().nullable(),
      timestamp: z.string().nullable(),
      seal: z.number().int().nullable(),
      digest: z.enum(["mac", "personal_digest", "key_id", "seal", "seal_signature", "seal_order", "seal_head", "tombstone"]),
      problem: z.string(),
    })
    .nullable(),
  last_seal: seal.nullable(),
});
export type Verification = z.infer<typeof verifyOutput>;
