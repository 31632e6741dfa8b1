/** The example of a product's own resource, to be copied and then removed: `npm run remove -- patients`. */
import { patientsExamples } from "./examples";
import { createPatient } from "./operations/create-patient";
import { deletePatient } from "./operations/delete-patient";
import { getPatient } from "./operations/get-patient";
import { listPatients } from "./operations/list-patients";
import { updatePatient } from "./operations/update-patient";

export const patientsFeature = {
  name: "patients",
  operations: [listPatients, getPatient, createPatient, updatePatient, deletePatient],
  examples: patientsExamples,
};
