/** Addresses of other systems, as translations of ours. `COMPAT=false` turns them off, `npm run remove -- compat` takes them out. */
import type { AnyOperation } from "@/lib/operation";
import { compatExamples } from "./examples";
import * as backendAccount from "./operations/backend-account";
import * as backendRoles from "./operations/backend-roles";
import * as backendSystem from "./operations/backend-system";
import * as backendUsers from "./operations/backend-users";
import * as passwordResets from "./operations/password-resets";
import * as reprotechAccount from "./operations/reprotech-account";
import * as reprotechAudit from "./operations/reprotech-audit";
import * as reprotechRoles from "./operations/reprotech-roles";
import * as reprotechUsers from "./operations/reprotech-users";
import * as scribes from "./operations/scribes";

const systems = [scribes, reprotechAccount, reprotechUsers, reprotechRoles, reprotechAudit, backendAccount, backendUsers, backendRoles, backendSystem, passwordResets];

export const compatFeature = {
  name: "compat",
  operations: systems.flatMap((system): AnyOperation[] => Object.values(system)),
  examples: compatExamples,
};
