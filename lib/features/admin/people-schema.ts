/** What a list of people may be narrowed to and how it is ordered: the list's query, and the export's. */
import { z } from "zod";
import { userStatus } from "./schema";

export const flag = z.enum(["true", "false"]).transform((value) => value === "true");

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

const instant = z.union([z.iso.datetime({ offset: true }), z.string().regex(DAY).pipe(z.iso.date())], {
  error: "Give a day (2026-01-31) or an instant (2026-01-31T12:00:00Z).",
});

/** The first instant of a day, in UTC, or the instant itself. */
const from = instant.transform((text) => new Date(text));

/** Exclusive: a day counts as a whole. */
const to = instant.transform((text) => (DAY.test(text) ? new Date(Date.parse(text) + DAY_MS) : new Date(text)));

/** Filters combine: a person is shown who fits all of them. */
export const peopleFilterFields = {
  q: z.string().trim().max(254).optional().meta({ description: "Part of an e-mail address, username or name" }),
  role: z.string().trim().max(100).optional().meta({ description: "A role's name" }),
  role_id: z.uuid().optional(),
  status: userStatus.optional(),
  is_active: flag.optional().meta({ description: "May sign in: neither shut, deleted nor banned" }),
  is_verified: flag.optional(),
  is_banned: flag.optional(),
  is_deleted: flag.optional().meta({ description: "true: the deleted, who otherwise show only among the inactive" }),
  mfa_enabled: flag.optional(),
  provider: z.string().trim().max(100).optional().meta({ description: "How the account began (local, admin, a provider's id), or what is linked to it" }),
  created_from: from.optional(),
  created_to: to.optional(),
  last_login_from: from.optional(),
  last_login_to: to.optional(),
  organization_id: z.uuid().optional().meta({ description: "Members of this organization; beyond one's own only for platform roles" }),
};

export const peopleFilter = z.object(peopleFilterFields);
export type PeopleFilter = z.output<typeof peopleFilter>;

export const peopleSorts = ["created_at", "last_login_at", "email", "username", "name", "status"] as const;
export type PeopleSort = (typeof peopleSorts)[number];

export const peopleOrderFields = {
  sort: z.enum(peopleSorts).default("created_at"),
  direction: z.enum(["asc", "desc"]).optional().meta({ description: "Default: times descending, texts ascending" }),
};

export type PeopleOrder = z.output<z.ZodObject<typeof peopleOrderFields>>;

export const exportFormats = ["csv", "json"] as const;
export type ExportFormat = (typeof exportFormats)[number];
