/** Patients in the database. Every read takes the scope of the permission that it is asked under. */
import { holds, type Scope, scopeOf } from "@/lib/access/policy";
import { now } from "@/lib/clock";
import { prisma, type Tx } from "@/lib/db";
import { AppError, NOT_FOUND } from "@/lib/errors";
import { type Patient, Prisma } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import type { Window } from "@/lib/pagination";
import type { Viewer } from "@/lib/session/viewer";
import { RECORD_NUMBER_TAKEN } from "./errors";
import type { WirePatient } from "./schema";

type Where = Prisma.PatientWhereInput;

const inReach = (scope: Scope): Where => (scope.kind === "platform" ? {} : { organizationId: scope.organizationId });

/** What a list shows: in the active organization one's own; with `patients.view` all, as far as it reaches. */
export const visibleTo = (viewer: Viewer): Where => ({
  ...inReach(scopeOf(viewer, "patients.view")),
  ...(holds(viewer, "patients.view") ? {} : { ownerId: viewer.userId }),
});

export const findPatient = (scope: Scope, id: string): Promise<Patient | null> => prisma.patient.findFirst({ where: { id, ...inReach(scope) } });

/** Newest first; one more than the window shows. */
export const listPatients = (where: Where, { after, offset, limit }: Window): Promise<Patient[]> =>
  prisma.patient.findMany({
    where: { AND: [where, after ? { OR: [{ createdAt: { lt: after.at } }, { createdAt: after.at, id: { lt: after.id } }] } : {}] },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    skip: offset,
    take: limit + 1,
  });

export const countPatients = (where: Where, limit: number | null): Promise<number> => prisma.patient.count({ where, ...(limit === null ? {} : { take: limit }) });

/** As on the wire. */
export interface PatientFields {
  record_number: string;
  name: string;
  date_of_birth?: string | null;
  notes?: string | null;
}

/** What is left out stays as it is. */
const optionalColumns = ({ date_of_birth: day, notes }: Partial<PatientFields>) => ({ notes, dateOfBirth: day ? new Date(`${day}T00:00:00Z`) : day });

/** @throws AppError 409 where the organization has this record number */
export const createPatient = (tx: Tx, { userId: ownerId, organizationId }: { userId: string; organizationId: string }, fields: PatientFields): Promise<Patient> => {
  const at = now();
  const { record_number: recordNumber, name, ...rest } = fields;
  const data = { id: newId(), organizationId, ownerId, recordNumber, name, ...optionalColumns(rest), createdAt: at, updatedAt: at };
  return expected(tx.patient.create({ data }));
};

/** @throws AppError 409 where the organization has this record number, 404 where it was deleted meanwhile */
export const updatePatient = (tx: Tx, id: string, { record_number: recordNumber, name, ...rest }: Partial<PatientFields>): Promise<Patient> =>
  expected(tx.patient.update({ where: { id }, data: { recordNumber, name, ...optionalColumns(rest), updatedAt: now() } }));

export const deletePatient = (tx: Tx, id: string) => tx.patient.deleteMany({ where: { id } });

const UNIQUE_VIOLATED = "P2002";
const ROW_IS_GONE = "P2025";

async function expected(written: Promise<Patient>): Promise<Patient> {
  try {
    return await written;
  } catch (error) {
    const code = error instanceof Prisma.PrismaClientKnownRequestError ? error.code : null;
    if (code === ROW_IS_GONE) throw new AppError(NOT_FOUND);
    if (code === UNIQUE_VIOLATED) throw new AppError(RECORD_NUMBER_TAKEN, { details: { fields: { record_number: [RECORD_NUMBER_TAKEN.message] } } });
    throw error;
  }
}

export const toWirePatient = (row: Patient): WirePatient => ({
  id: row.id,
  record_number: row.recordNumber,
  name: row.name,
  date_of_birth: row.dateOfBirth?.toISOString().slice(0, 10) ?? null,
  notes: row.notes,
  owner_id: row.ownerId,
  tenant_id: row.organizationId,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
});
