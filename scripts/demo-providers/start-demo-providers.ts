/**
 * The OIDC server behind "Demo Google" and "Demo Microsoft", on loopback: for development, the embedded demonstration and the
 * tests. Nothing under app/ or lib/ imports this folder, so no build and no image contains it.
 */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type Provider from "oidc-provider";
import { callbackPaths } from "@/lib/providers";
import { choosePage, refusedPage } from "./choose-page";
import { DEMO_ISSUERS, type DemoIssuer } from "./demo-issuers";
import { makeIssuer, makeSigningKey } from "./make-issuer";

/** In the setting, from which lib/providers.ts learns it. */
const CLIENT_ID = "gatehouse";

export interface DemoProviders {
  /** The value of GATEHOUSE_DEMO_PROVIDERS: where it listens, with the client's secret. */
  setting: string;
  /** Where it listens, without the secret. */
  url: string;
  /** The private key that both issuers sign with, as a JWK. */
  key: Record<string, unknown>;
  close(): Promise<void>;
}

export interface DemoOptions {
  /** Where Gatehouse is: nobody is sent back to anywhere else. */
  appUrl: string;
  issuers?: readonly DemoIssuer[];
  /** Of a server in front of this one, which then is what its issuers are called. */
  publicUrl?: string;
}

type Issuer = DemoIssuer & { provider: Provider; signInUrl: string };

/** Listens on a free port of 127.0.0.1. */
export async function startDemoProviders({ appUrl, issuers = DEMO_ISSUERS, publicUrl }: DemoOptions): Promise<DemoProviders> {
  const secret = crypto.randomUUID();
  const key = await makeSigningKey();
  let serving: Issuer[] = [];
  const server = createServer((request, response) => void serve(serving, request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const base = publicUrl ?? url;
  const clientOf = (issuer: DemoIssuer) => ({ id: CLIENT_ID, secret, redirectUris: callbackPaths(issuer.slug).map((path) => `${appUrl}${path}`) });
  const signInUrl = `${appUrl}/login`;
  serving = issuers.map((issuer) => ({ ...issuer, signInUrl, provider: makeIssuer(issuer, { url: `${base}/${issuer.slug}`, client: clientOf(issuer), key, signInUrl }) }));
  // Its addresses are those of the server in front, which says so.
  for (const { provider } of serving) provider.proxy = publicUrl !== undefined;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { setting: base.replace("://", `://${CLIENT_ID}:${secret}@`), url, key, close };
}

async function serve(issuers: readonly Issuer[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? "/";
  const issuer = issuers.find(({ slug }) => path.startsWith(`/${slug}/`));
  try {
    if (!issuer) return void response.writeHead(404).end();
    if (path.startsWith(`/${issuer.slug}/choose/`)) return await choose(issuer, request, response);
    // It finds out where it is mounted by comparing the two.
    Object.assign(request, { originalUrl: path, url: path.slice(issuer.slug.length + 1) });
    await issuer.provider.callback()(request, response);
  } catch (error) {
    if (!issuer || response.headersSent) return void response.end();
    const described = error as Partial<Record<"error_description" | "message", string>>;
    const reason = described.error_description ?? described.message ?? String(error);
    response.writeHead(400, { "content-type": "text/html; charset=utf-8" }).end(refusedPage(issuer, { reason, backTo: issuer.signInUrl }));
  }
}

async function choose(issuer: Issuer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { provider } = issuer;
  const interaction = await provider.interactionDetails(request, response);
  if (request.method !== "POST") {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" }).end(choosePage(issuer));
    return;
  }
  const accountId = (await formOf(request)).get("sub");
  if (accountId) await endSessionOfAnother(provider, interaction, accountId);
  const result = accountId ? { login: { accountId, remember: false } } : { error: "access_denied", error_description: "cancelled" };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

/** A browser in which somebody else signed in before: the library would ask whether to sign them out, on a page that is switched off here. */
async function endSessionOfAnother(provider: Provider, interaction: Awaited<ReturnType<Provider["interactionDetails"]>>, accountId: string): Promise<void> {
  if (!interaction.session || interaction.session.accountId === accountId) return;
  await (await provider.Session.findByUid(interaction.session.uid))?.destroy();
  delete interaction.session;
  await interaction.persist();
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = "";
  for await (const piece of request.setEncoding("utf8")) text += piece as string;
  return new URLSearchParams(text);
}
