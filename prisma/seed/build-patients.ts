/** The demonstration's patients, and who read and wrote their records. */
import type { Client } from "pg";
import { type AuditRows, sealEvent } from "@/lib/audit/audit-event";
import { patientActivity } from "@/lib/features/patients/patient-activity";
import type { SeedPerson } from "./build-people";
import { USER_AGENTS } from "./devices";
import type { Dice } from "./dice";
import { NAMES } from "./people";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const PATIENTS = 12;
const OLDEST_DAYS = 60;
const NOTES = ["Comes in once a month.", "Allergic to penicillin.", "Prefers to be called in the afternoon.", null];

interface SeedPatient {
  id: string;
  organization_id: string;
  owner_id: string;
  record_number: string;
  name: string;
  date_of_birth: string;
  notes: string | null;
  created_at: Date;
  updated_at: Date;
}

/** Inserts the patients, each looked after by a manager of the default organization, and gives the rows of what was done with them. */
export async function seedPatients(client: Client, dice: Dice, today: Date, people: readonly SeedPerson[], organizationOf: (person: SeedPerson) => string): Promise<AuditRows[]> {
  const since = new Date(today.getTime() - (OLDEST_DAYS + 1) * DAY_MS);
  const staff = people.filter((person) => person.role === "manager" && !person.isNorthwind && person.banned_at === null && person.created_at < since);
  const patients = Array.from({ length: PATIENTS }, (_, index) => buildPatient(dice, today, index, dice.pick(staff), organizationOf));
  await client.query("INSERT INTO patients SELECT * FROM jsonb_populate_recordset(NULL::patients, $1)", [JSON.stringify(patients)]);
  return patients.flatMap((patient) => historyOf(dice, today, patient, staff));
}

function buildPatient(dice: Dice, today: Date, index: number, owner: SeedPerson, organizationOf: (person: SeedPerson) => string): SeedPatient {
  const at = new Date(today.getTime() - dice.between(20, OLDEST_DAYS) * DAY_MS - dice.between(1, 8) * HOUR_MS);
  const born = new Date(Date.UTC(dice.between(1938, 2015), dice.between(0, 11), dice.between(1, 28)));
  return {
    id: dice.idAt(at),
    organization_id: organizationOf(owner),
    owner_id: owner.id,
    record_number: `P-${String(1001 + index)}`,
    name: `${dice.pick(NAMES)[0]} ${dice.pick(NAMES)[1]}`,
    date_of_birth: born.toISOString().slice(0, 10),
    notes: dice.pick(NOTES),
    created_at: at,
    updated_at: at,
  };
}

function historyOf(dice: Dice, today: Date, { id, organization_id: organizationId, owner_id: ownerId, created_at: createdAt }: SeedPatient, staff: readonly SeedPerson[]): AuditRows[] {
  const days = Math.floor((today.getTime() - createdAt.getTime()) / DAY_MS);
  const rowOf = (action: string, actorId: string, occurredAt: Date) =>
    sealEvent(
      { ...patientActivity(action, { id, ownerId, organizationId }), occurredAt },
      { actorId, impersonatorId: null, organizationId, sessionId: null, requestId: dice.idAt(occurredAt), ipAddress: `192.0.2.${dice.between(1, 254)}`, userAgent: dice.pick(USER_AGENTS) },
    );
  const reads = Array.from({ length: dice.between(2, 6) }, () => rowOf("patient.viewed", dice.pick(staff).id, new Date(today.getTime() - dice.between(0, days - 1) * DAY_MS - HOUR_MS)));
  return [rowOf("patient.created", ownerId, createdAt), ...reads];
}
