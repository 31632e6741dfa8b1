import { example, SAMPLE } from "@/lib/operation-example";
import { reauthenticate } from "./operations/reauthenticate";

export const reauthenticationExamples = [example(reauthenticate, { title: "With the password", input: { password: SAMPLE.password } })];
