import { cookies } from "next/headers";
import { cookieNames } from "@/lib/edge/cookies";

/** By which door this browser was entered last, as audit rows name it: `local`, `passkey`, `magic_link` or a provider's name. */
export const lastDoor = async (): Promise<string | undefined> => (await cookies()).get(cookieNames().lastProvider)?.value;
