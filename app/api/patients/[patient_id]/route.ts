import { deletePatient } from "@/lib/features/patients/operations/delete-patient";
import { getPatient } from "@/lib/features/patients/operations/get-patient";
import { updatePatient } from "@/lib/features/patients/operations/update-patient";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: getPatient, PATCH: updatePatient, DELETE: deletePatient });
