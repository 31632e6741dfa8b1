"use client";

import { useSearchParams } from "next/navigation";
import { Alert } from "@/components/ui/alert";
import { CONFIRMED_MARK } from "./confirmed-mark";

/** Without JavaScript the form that asked for the proof comes back as it was at first, so nobody may take it for sent. */
export function ConfirmedNotice() {
  if (!useSearchParams().has(CONFIRMED_MARK)) return null;
  return <Alert tone="info" className="mb-6">You have confirmed that it is you. What you had sent before that was not done: send it again.</Alert>;
}
