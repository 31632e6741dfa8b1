import { createPatient } from "@/lib/features/patients/operations/create-patient";
import { listPatients } from "@/lib/features/patients/operations/list-patients";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listPatients, POST: createPatient });
