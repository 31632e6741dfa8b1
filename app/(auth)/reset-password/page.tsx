import type { Metadata } from "next";
import { anyone } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { resetScreen } from "../reset-screen";

/** Other sites learn nothing of an address that bears a token. `no-referrer` would take the Origin from forms without JavaScript too. */
export const metadata: Metadata = { title: "Choose a new password", referrer: "same-origin", robots: { index: false } };
export const access = anyone();

export default page(access, (tools) => resetScreen(tools, "Choose a new password"));
