import { registerAccount } from "@/lib/features/auth/operations/register";
import { callAs } from "../setup/call-as";

type Caller = Parameters<typeof callAs>[1];

/** Registers somebody where nothing has to be confirmed first. @throws what refuses it */
export async function signedUp(input: Record<string, unknown>, caller?: Caller) {
  const { user, ...answer } = await callAs(null, caller).output(registerAccount, { input });
  if (!user) throw new Error("the registration signed nobody in");
  return { ...answer, user };
}
