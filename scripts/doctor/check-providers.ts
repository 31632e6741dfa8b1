/** Which providers people can sign in with, and what to register with each. */
import { decodeJwt } from "jose";
import { now } from "@/lib/clock";
import { bootFaults, env } from "@/lib/env";
import { callbackAddress, callbackPaths, configuredProviders } from "@/lib/providers";
import { about, type Finding } from "./finding";

const providers = about("providers");

const SOON_MS = 30 * 24 * 3600 * 1000;
const NEW_APPLE_SECRET = "make a new one with the key of your Apple developer account (docs/sign-in-methods.md)";

/** Apple's secret is a JWT of one's own that ends within half a year. */
function checkAppleSecret(secret: string): Finding[] {
  let end: number | undefined;
  try {
    end = decodeJwt(secret).exp;
  } catch {
    return [providers.fault("AUTH_APPLE_SECRET is no JWT, which Apple's client secret has to be", NEW_APPLE_SECRET)];
  }
  if (end === undefined) return [providers.fault("AUTH_APPLE_SECRET has no end, without which Apple does not take it", NEW_APPLE_SECRET)];
  const left = end * 1000 - now().getTime();
  const day = new Date(end * 1000).toISOString().slice(0, 10);
  if (left <= 0) return [providers.fault(`AUTH_APPLE_SECRET ended on ${day}`, NEW_APPLE_SECRET)];
  return [left < SOON_MS ? providers.warning(`AUTH_APPLE_SECRET ends on ${day}`, NEW_APPLE_SECRET) : providers.ok(`AUTH_APPLE_SECRET is good until ${day}`)];
}

export function checkProviders(): Finding[] {
  return [...checkHalves(), ...checkEach(), ...(env.authAppleSecret ? checkAppleSecret(env.authAppleSecret) : [])];
}

const halves = () => bootFaults().filter((fault) => /^(AUTH|GOOGLE|MICROSOFT)_\S+, .*belong together, and /.test(fault));

/** They keep a server from starting, which the row about the start says too. */
const checkHalves = (): Finding[] => halves().map((fault) => providers.fault(`${fault.split(",")[0]}: this provider is configured by half, so nobody can sign in with it`, "set what is missing, or remove the rest"));

function checkEach(): Finding[] {
  const configured = configuredProviders();
  if (configured.length === 0 && halves().length > 0) return [];
  if (configured.length === 0) return [providers.note(env.isProduction ? "no provider is configured" : "no provider is configured: npm run dev brings Demo Google and Demo Microsoft")];
  return configured.map((provider) => {
    const { label, name, isDemo } = provider;
    const callback = callbackAddress(provider);
    if (isDemo) return providers.ok(`${label} runs on this machine`);
    if (!callbackPaths(name).some((path) => callback === env.appUrl + path)) {
      return providers.fault(`${label} would send people to ${callback}, which this installation does not answer`, `${name.toUpperCase()}_REDIRECT_URI=${env.appUrl}${callbackPaths(name)[0]}`);
    }
    if (name === "apple" && !callback.startsWith("https://")) return providers.warning(`Apple sends people to https addresses alone, and the callback is ${callback}`, "APP_URL=https://your.domain");
    return providers.ok(`${label} is configured; register the callback ${callback}`);
  });
}
