/** Second factors for the examples of them: their codes are never the same twice. */
import { SAMPLE } from "@/lib/operation-example";
import { login } from "@/lib/features/auth/operations/login";
import { appCode, makeSecondFactor } from "@/tests/factories/make-second-factor";
import { callAs } from "@/tests/setup/call-as";
import type { HttpRequest } from "@/tests/setup/http";
import type { SampleWorld } from "./sample-world";

type World = Pick<SampleWorld, "caller">;

const firstStep = async ({ caller }: World): Promise<string> =>
  String((await callAs(null).refusal(login, { input: { email: caller.user.email, password: SAMPLE.password } })).details?.mfa_token);

const withApp = async ({ caller }: World): Promise<string> => appCode((await makeSecondFactor(caller.user, { email: true })).secret);

export const preparedMfa = {
  "mfa.verify": {
    request: async (world: World): Promise<HttpRequest> => {
      const code = await withApp(world);
      return { body: { mfa_token: await firstStep(world), code, trust_device: true } };
    },
  },
  "mfa.disable": { request: async (world: World): Promise<HttpRequest> => ({ body: { code: await withApp(world) } }) },
  "mfa.renew-recovery-codes": {
    request: async (world: World): Promise<HttpRequest> => {
      await withApp(world);
      return {};
    },
  },
  "mfa.show-challenge": {
    request: async (world: World): Promise<HttpRequest> => {
      await withApp(world);
      return { cookies: { mfa_token: await firstStep(world) } };
    },
  },
  "mfa.send-code": {
    request: async (world: World): Promise<HttpRequest> => {
      await withApp(world);
      return { body: { mfa_token: await firstStep(world) } };
    },
  },
  "user.reset-mfa": {
    request: async ({ real }: SampleWorld): Promise<HttpRequest> => {
      await makeSecondFactor({ id: real.get(SAMPLE.user) ?? "" });
      return {};
    },
  },
};
