import { calculateJwkThumbprint, exportJWK, importJWK, importPKCS8, type JWK } from "jose";
import { edgeEnv } from "./env";

export type SigningAlgorithm = "HS256" | "EdDSA" | "ES256";

export interface TokenKey {
  kid: string;
  /** The one algorithm this key is for (RFC 8725 section 3.1): a token's own `alg` never chooses. */
  alg: SigningAlgorithm;
  key: CryptoKey;
}

interface KeyPair {
  signing: TokenKey;
  verification: TokenKey;
  /** Public part, with kid, alg and use; undefined for a secret. */
  jwk?: JWK;
}

const encoder = new TextEncoder();

const base64url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** HKDF (RFC 5869) with a label per purpose, so that AUTH_SECRET itself signs nothing and one use tells nothing of another. */
const derive = async (secret: string, purpose: string): Promise<ArrayBuffer> => {
  const base = await crypto.subtle.importKey("raw", encoder.encode(secret), "HKDF", false, ["deriveBits"]);
  const params = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: encoder.encode(purpose) };
  return crypto.subtle.deriveBits(params, base, 256);
};

const fromSecret = async (secret: string): Promise<KeyPair> => {
  const raw = await derive(secret, "gatehouse access-token HS256");
  const kid = base64url((await derive(secret, "gatehouse access-token kid")).slice(0, 9));
  const usages: KeyUsage[] = ["sign", "verify"];
  const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, usages);
  return { signing: { kid, alg: "HS256", key }, verification: { kid, alg: "HS256", key } };
};

/** jose gives a `Uint8Array` for symmetric JWKs alone, which {@link algorithmOf} has excluded. */
const importAsymmetric = async (jwk: JWK, alg: SigningAlgorithm): Promise<CryptoKey> =>
  (await importJWK(jwk, alg)) as CryptoKey;

const algorithmOf = (jwk: JWK): SigningAlgorithm => {
  if (jwk.kty === "OKP" && jwk.crv === "Ed25519" && jwk.d) return "EdDSA";
  if (jwk.kty === "EC" && jwk.crv === "P-256" && jwk.d) return "ES256";
  throw new Error("AUTH_JWT_PRIVATE_KEY must be a private Ed25519 or P-256 key (PKCS#8 PEM or JWK).");
};

const readPrivateJwk = async (text: string): Promise<JWK> => {
  if (text.trimStart().startsWith("{")) return JSON.parse(text) as JWK;
  const pem = text.replaceAll("\\n", "\n");
  const key = await importPKCS8(pem, "EdDSA", { extractable: true }).catch(() =>
    importPKCS8(pem, "ES256", { extractable: true }),
  );
  return exportJWK(key);
};

const fromPrivateKey = async (text: string): Promise<KeyPair> => {
  const privateJwk = await readPrivateJwk(text);
  const alg = algorithmOf(privateJwk);
  const { kty, crv, x, y, d } = privateJwk;
  const publicJwk: JWK = alg === "ES256" ? { kty, crv, x, y } : { kty, crv, x };
  const kid = await calculateJwkThumbprint(publicJwk);
  return {
    signing: { kid, alg, key: await importAsymmetric({ ...publicJwk, d }, alg) },
    verification: { kid, alg, key: await importAsymmetric(publicJwk, alg) },
    jwk: { ...publicJwk, kid, alg, use: "sig" },
  };
};

// A key is imported once per secret: jose would otherwise import a raw secret at every call, at twice the cost.
const imported = new Map<string, Promise<KeyPair>>();

const memoised = (label: string, value: string, make: (value: string) => Promise<KeyPair>): Promise<KeyPair> => {
  const id = `${label}:${value}`;
  const known = imported.get(id);
  if (known) return known;
  const pair = make(value);
  imported.set(id, pair);
  pair.catch(() => imported.delete(id));
  return pair;
};

/** Newest first. With a private key configured, a token signed with AUTH_SECRET is no longer accepted. */
const keyPairs = (): Promise<KeyPair[]> => {
  const env = edgeEnv();
  const isSet = (value: string | undefined): value is string => value !== undefined;
  if (env.authJwtPrivateKey) {
    const texts = [env.authJwtPrivateKey, env.authJwtPrivateKeyPrevious].filter(isSet);
    return Promise.all(texts.map((text) => memoised("private", text, fromPrivateKey)));
  }
  if (!env.authSecret) throw new Error("AUTH_SECRET is not set, so no token can be signed or verified.");
  const secrets = [env.authSecret, env.authSecretPrevious].filter(isSet);
  return Promise.all(secrets.map((secret) => memoised("secret", secret, fromSecret)));
};

/** The key that signs new access tokens. Throws where neither AUTH_SECRET nor AUTH_JWT_PRIVATE_KEY is usable. */
export const signingKey = async (): Promise<TokenKey> => {
  const [newest] = await keyPairs();
  if (!newest) throw new Error("No key to sign access tokens with.");
  return newest.signing;
};

/** Every key whose tokens are accepted, newest first. */
export const verificationKeys = async (): Promise<TokenKey[]> => (await keyPairs()).map((pair) => pair.verification);

/** The public keys for /.well-known/jwks.json (RFC 7517 section 5); empty while tokens are signed with a secret. */
export const publicJwks = async (): Promise<{ keys: JWK[] }> => {
  if (!edgeEnv().authJwtPrivateKey) return { keys: [] };
  return { keys: (await keyPairs()).flatMap((pair) => (pair.jwk ? [pair.jwk] : [])) };
};
