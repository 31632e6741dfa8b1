"use server";

import { createPatient } from "@/lib/features/patients/operations/create-patient";
import { deletePatient } from "@/lib/features/patients/operations/delete-patient";
import { updatePatient } from "@/lib/features/patients/operations/update-patient";
import { action } from "@/lib/http/action";

export const takeIn = action(createPatient, { redirectTo: ({ patient }) => `/patients/${patient.id}` });

export const saveRecord = action(updatePatient, { params: ["patient_id"], message: ({ message }) => message });

export const deleteRecord = action(deletePatient, { params: ["patient_id"], toInput: () => ({}), redirectTo: () => "/patients" });
