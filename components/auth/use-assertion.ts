"use client";

import { useState } from "react";
import { sentenceOfQuestion } from "@/lib/client/passkey-ceremony";
import { askForAssertion, type Asserted, isOurRefusal } from "./passkey-browser";

/** The browser's question for a passkey, begun by a button: while it is open, and why it came to nothing. */
export function useAssertion(send: (given: Asserted) => void): { ask: () => Promise<void>; isAsking: boolean; trouble: string | null } {
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isAsking, setIsAsking] = useState(false);

  async function ask() {
    setTrouble(null);
    setIsAsking(true);
    try {
      send(await askForAssertion());
    } catch (error) {
      setTrouble(isOurRefusal(error) ? error.message : sentenceOfQuestion(error));
    } finally {
      setIsAsking(false);
    }
  }
  return { ask, isAsking, trouble };
}
