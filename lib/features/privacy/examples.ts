import { example } from "@/lib/operation-example";
import { deleteAccount } from "./operations/delete-account";

export const privacyExamples = [example(deleteAccount, { input: { confirm: "grace" } })];
