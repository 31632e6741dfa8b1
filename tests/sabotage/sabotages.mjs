/**
 * Small sabotages of our own code, the mistakes that get made: `npm run prove sabotage` applies each to a scratch copy, and
 * the tests that it names must fail. One that survives is a missing test.
 */
import { accessSabotages } from "./access.mjs";
import { clientSabotages } from "./client.mjs";
import { compatSabotages } from "./compat.mjs"; // feature:compat
import { contractSabotages } from "./contracts.mjs";
import { passkeySabotages } from "./passkeys.mjs";
import { providerSabotages } from "./providers.mjs";
import { privacySabotages } from "./privacy.mjs";
import { reactClientSabotages } from "./react-client.mjs";
import { movingInSabotages } from "./moving-in.mjs";
import { mailSabotages } from "./mail.mjs";
import { recordSabotages } from "./records.mjs";
import { recoverySabotages } from "./recovery.mjs";
import { requestSabotages } from "./requests.mjs";
import { retentionSabotages } from "./retention.mjs";
import { roleSabotages } from "./roles.mjs";
import { sessionSabotages } from "./sessions.mjs";
import { mfaSabotages } from "./mfa.mjs";
import { signInSabotages } from "./sign-in.mjs";
import { stepUpSabotages } from "./step-up.mjs";
import { verificationSabotages } from "./verification.mjs";

/**
 * @typedef {{ file: string, find: string, replace: string }} Edit `find` stands exactly once in the file
 * @typedef {Edit & { id: string, title: string, also?: Edit[], killedBy: string[] }} Sabotage
 *   `title` says what becomes wrong. `killedBy` names test files, each alone or as `file::part of a title`.
 */

/** @type {Record<string, Sabotage[]>} by area */
export const sabotages = {
  access: accessSabotages,
  roles: roleSabotages,
  sessions: sessionSabotages,
  mfa: mfaSabotages,
  "sign-in": signInSabotages,
  "step-up": stepUpSabotages,
  verification: verificationSabotages,
  passkeys: passkeySabotages,
  providers: providerSabotages,
  recovery: recoverySabotages,
  privacy: privacySabotages,
  requests: requestSabotages,
  contracts: contractSabotages,
  compat: compatSabotages, // feature:compat
  records: recordSabotages,
  retention: retentionSabotages,
  mail: mailSabotages,
  client: clientSabotages,
  "moving-in": movingInSabotages,
  "react-client": reactClientSabotages,
};

/** @param {Sabotage} sabotage @returns {Edit[]} */
export const editsOf = ({ file, find, replace, also = [] }) => [{ file, find, replace }, ...also];

/** @param {string} killer @returns {{ file: string, title: string | undefined }} */
export function readKiller(killer) {
  const [file = "", title] = killer.split("::");
  return { file, title };
}
