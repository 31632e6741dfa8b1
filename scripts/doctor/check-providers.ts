/** Which providers people can sign in with, and what to register with each. */
import { env } from "@/lib/env";
import { callbackAddress, callbackPaths, configuredProviders } from "@/lib/providers";
import { about, type Finding } from "./finding";

const providers = about("providers");

export function checkProviders(): Finding[] {
  const configured = configuredProviders();
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
