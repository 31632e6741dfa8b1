/** The mutations of the example's patients, as scripts/prove/faults-mutations.mjs describes them. */
import { sender } from "./faults-mutations-sender.mjs";

/** @param {string} admin an administrator's access token */
export const patientMutations = (url, admin) => {
  const { send, made } = sender(url, admin);
  const create = ({ username }) => send("POST", "/api/patients", { record_number: `R-${username.toUpperCase()}`, name: "Ada Example", date_of_birth: "1990-01-01" });
  const patient = async (person) => (await made(create(person))).patient;
  return {
    "patient.create": { action: "patient.created", act: create },
    "patient.update": { action: "patient.updated", ready: patient, act: ({ made: { id } }) => send("PATCH", `/api/patients/${id}`, { name: "Ada Another" }) },
    "patient.delete": { action: "patient.deleted", ready: patient, act: ({ made: { id } }) => send("DELETE", `/api/patients/${id}`) },
  };
};
