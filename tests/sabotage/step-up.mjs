/** A recent proof of who is there. Their form: sabotages.mjs. */
export const stepUpSabotages = [
  {
    id: "mail-proves-beside-a-password",
    title: "a mailed code proves who is there, although the account has a password",
    file: "lib/features/reauthentication/judge-proof.ts",
    find: 'return methods.includes("email") ? judgeMailed(viewer, code ?? "")',
    replace: 'return methods.length > 0 ? judgeMailed(viewer, code ?? "")',
    killedBy: ["tests/operations/reauthentication/reauthenticate.test.ts::takes no mailed code from whoever has got a password since"],
  },
  {
    id: "any-passkey-proves-it",
    title: "somebody else's passkey proves that the account's owner is there",
    file: "lib/features/reauthentication/judge-proof.ts",
    find: "verified.ok && verified.userId === viewer.userId",
    replace: "verified.ok",
    killedBy: ["tests/operations/reauthentication/other-proofs.test.ts::of somebody else proves nothing"],
  },
  {
    id: "old-session-deletes-accounts",
    title: "an account is deleted from a session that was proven last week",
    file: "lib/features/admin/operations/delete-user.ts",
    find: "  stepUp: true,\n",
    replace: "",
    killedBy: ["tests/operations/reauthentication/step-up.test.ts::does not delete an account; a new one does"],
  },
  {
    id: "code-proves-twice",
    title: "a code that was used meanwhile proves once more who is there",
    file: "lib/features/reauthentication/operations/reauthenticate.ts",
    find: "if (spend && !(await spend(tx))) return fail(PROOF_REFUSED);",
    replace: "if (spend) await spend(tx);",
    killedBy: ["tests/proofs/one-time.test.ts::of eight that have claimed it one wins"],
  },
  {
    id: "proof-by-a-passkey-that-cannot-be-used",
    title: "somebody is asked for a passkey again where browsers give none",
    file: "lib/session/proof-methods.ts",
    find: "|| arePasskeysOffered())",
    replace: "|| arePasskeysOffered.length === 0)",
    killedBy: ["tests/operations/reauthentication/show-proof.test.ts::names a passkey where one can be used"],
  },
];
