import { example } from "@/lib/operation-example";
import { createPatient } from "./operations/create-patient";
import { deletePatient } from "./operations/delete-patient";
import { getPatient } from "./operations/get-patient";
import { listPatients } from "./operations/list-patients";
import { updatePatient } from "./operations/update-patient";

/** One of the caller's own; tests put a real one in its place. */
export const SAMPLE_PATIENT = "0198c0de-0000-7000-8000-00000000000c";

const params = { patient_id: SAMPLE_PATIENT };

export const patientsExamples = [
  example(listPatients, { query: { per_page: "20" } }),
  example(getPatient, { params }),
  example(createPatient, { input: { record_number: "P-1042", name: "Mary Jackson", date_of_birth: "1980-02-29", notes: "Prefers mornings." } }),
  example(updatePatient, { params, input: { notes: "Prefers afternoons." } }),
  example(deletePatient, { params }),
];
