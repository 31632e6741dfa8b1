/** Reprotech calls a role what people read: "Lab Technician" is `lab_technician` here. */
export const slugOf = (name: string): string => name.trim().toLowerCase().replace(/[\s-]+/g, "_");
