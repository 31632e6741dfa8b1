/** Addresses: whose they are, and how they change. Their form: sabotages.mjs. */
const CONFIRM = "tests/operations/verification/confirm-email.test.ts";
const CHANGE = "tests/operations/verification/change-email.test.ts";
const REQUIRED = "tests/operations/verification/required-verification.test.ts";

export const verificationSabotages = [
  {
    id: "mail-alone-keeps-what-was-attached",
    title: "who signed up with a stranger's address keeps password and session when its owner confirms it",
    file: "lib/features/verification/confirm-address.ts",
    find: 'const claimed = standing === "mailbox" ? await claimAddress(tx, owner.id) : null;',
    replace: 'const claimed = standing === "mailbox" && newHash === "" ? await claimAddress(tx, owner.id) : null;',
    killedBy: [`${CONFIRM}::with the link alone: what was attached before is gone`],
  },
  {
    id: "verification-codes-uncounted",
    title: "codes are tried without end, one mail after the other",
    file: "lib/features/verification/confirm-address.ts",
    find: '[counterOf(rules.verifyCode, sha256(address).toString("base64url")), mailedCodeCounter(address)]',
    replace: "[]",
    killedBy: ["tests/operations/verification/confirm-at-speed.test.ts::are counted per account over all its mails"],
  },
  {
    id: "link-to-an-address-that-was-left",
    title: "a link confirms whatever address the account has by now",
    file: "lib/features/verification/confirm-address.ts",
    find: "if (!owner || owner.email.toLowerCase() !== token.address) return refuseLink(",
    replace: "if (!owner) return refuseLink(",
    also: [
      {
        file: "lib/features/verification/confirm-address.ts",
        find: 'if (!owner || owner.email.toLowerCase() !== token.address) throw invalidToken("unknown", about);',
        replace: 'if (!owner) throw invalidToken("unknown", about);',
      },
    ],
    killedBy: [`${CONFIRM}::a link to an address that the account no longer has`],
  },
  {
    id: "later-change-shakes-the-owner-off",
    title: "whoever moves an account twice takes the way back from its owner",
    file: "lib/features/verification/move-address.ts",
    find: "await issueToken(tx, undo, { replaces: false });",
    replace: "await issueToken(tx, undo);",
    killedBy: [`tests/operations/verification/undo-email-change.test.ts::of the first address stays open to its owner`],
  },
  {
    id: "mistyped-address-gets-the-way-back",
    title: "a stranger whose address was mistyped at sign-up can take the account",
    file: "lib/features/verification/move-address.ts",
    find: "  if (!owner.isVerified) return;\n",
    replace: "",
    killedBy: [`${CHANGE}::from an address that was never proved tells nobody there`],
  },
  {
    id: "left-address-is-free",
    title: "somebody takes the address that its owner could still return to",
    file: "lib/features/auth/registration.ts",
    find: '   WHERE NOT ${IS_HELD_SQL("n.email")}\n',
    replace: "",
    killedBy: [`${CHANGE}::is one's own for a week after one has left it`],
  },
  {
    id: "left-address-is-free-to-the-invited",
    title: "an invitation makes an account with the address that its owner could still return to",
    file: "lib/features/invitations/admit-invited.ts",
    find: '\n WHERE NOT ${IS_HELD_SQL("$2::text")}',
    replace: "",
    killedBy: ["tests/operations/invitations/accept-invitation.test.ts::the invitation makes no account with it"],
  },
  {
    id: "taken-address-told-at-registration",
    title: "where addresses have to be confirmed, registration still tells who has an account",
    file: "lib/features/auth/sign-up-unconfirmed.ts",
    find: "if ((await whatIsTaken(person.email, person.username)).username) return false;",
    replace: "if (Object.values(await whatIsTaken(person.email, person.username)).includes(true)) return false;",
    killedBy: [`${REQUIRED}::a known address: the same answer`],
  },
  {
    id: "confirmed-by-whoever-claimed",
    title: "an address is confirmed as often as its link was claimed",
    file: "lib/features/verification/confirm-address.ts",
    find: 'if (!(await consumeToken(tx, token.id))) throw invalidToken("used", about);',
    replace: "await consumeToken(tx, token.id);",
    killedBy: ["tests/proofs/one-time.test.ts::of eight that have claimed it one wins"],
  },
  {
    id: "undone-by-whoever-claimed",
    title: "a change of address is taken back as often as its link was claimed",
    file: "lib/features/verification/operations/undo-email-change.ts",
    find: 'if (!(await consumeToken(tx, id))) throw invalidToken("used", about);',
    replace: "await consumeToken(tx, id);",
    killedBy: ["tests/proofs/one-time.test.ts::of eight that have claimed it one wins"],
  },
  {
    id: "mail-of-an-account-that-is-not-there",
    title: "a registration that lost its username writes to its address of an account that is not there",
    file: "lib/features/auth/sign-up-unconfirmed.ts",
    find: "      if (!(await whatIsTaken(person.email, person.username)).email) return false;\n",
    replace: "",
    killedBy: ["tests/operations/verification/required-verification.test.ts::says so too where the username is taken meanwhile"],
  },
];
