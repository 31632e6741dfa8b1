import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import type { Assertion, Attestation, CreationOptions, RequestOptions } from "@/lib/features/passkeys/schema";
import { TEST_ORIGIN } from "./test-context";

interface Model {
  /** Asks for a fingerprint or a PIN, and says so. Default true. */
  verifiesUser?: boolean;
  /** Copies its passkeys to the owner's other devices. Default true. */
  isSynced?: boolean;
  /** Counts its signatures. Default false, as synced ones. */
  counts?: boolean;
}

/** What a dishonest page, a copy or a fault would change. */
export interface Forged {
  origin?: string;
  rpId?: string;
  challenge?: string;
  type?: string;
  counter?: number;
  userHandle?: string | null;
  isPresent?: boolean;
}

const FLAGS = { present: 0x01, verified: 0x04, backupEligible: 0x08, backedUp: 0x10, attested: 0x40 };
const sha256 = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest();

/**
 * An authenticator in memory, with a real P-256 key: what it answers is what a device would (WebAuthn level 3, section 6). It
 * holds one passkey.
 */
export class VirtualAuthenticator {
  readonly credentialId = randomBytes(24);
  private readonly publicKey: KeyObject;
  private readonly privateKey: KeyObject;
  private handle: string | null = null;
  private counter = 0;

  constructor(private readonly model: Model = {}) {
    const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
    this.publicKey = pair.publicKey;
    this.privateKey = pair.privateKey;
  }

  /** `navigator.credentials.create()` */
  create(options: CreationOptions, forged: Forged & { format?: "none" | "packed" } = {}): Attestation {
    this.handle = options.user.id;
    const id = this.credentialId.toString("base64url");
    const clientData = this.clientData("webauthn.create", options.challenge, forged);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.credentialId.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.credentialId, this.coseKey()]);
    const authData = Buffer.concat([this.head(forged.rpId ?? options.rp.id, FLAGS.attested, forged), attested]);
    const statement = forged.format === "packed" ? map([[text("alg"), int(-7)], [text("sig"), bytes(this.sign(authData, clientData))], [text("x5c"), list([bytes(randomBytes(64))])]]) : map([]);
    const attestation = map([[text("fmt"), text(forged.format ?? "none")], [text("attStmt"), statement], [text("authData"), bytes(authData)]]);
    return { id, rawId: id, type: "public-key", response: { clientDataJSON: clientData.toString("base64url"), attestationObject: attestation.toString("base64url"), transports: ["internal"] } };
  }

  /** `navigator.credentials.get()` */
  get(options: RequestOptions, forged: Forged = {}): Assertion {
    const id = this.credentialId.toString("base64url");
    if (this.model.counts) this.counter += 1;
    const clientData = this.clientData("webauthn.get", options.challenge, forged);
    const authData = this.head(forged.rpId ?? options.rpId, 0, forged);
    return {
      id,
      rawId: id,
      type: "public-key",
      response: {
        clientDataJSON: clientData.toString("base64url"),
        authenticatorData: authData.toString("base64url"),
        signature: this.sign(authData, clientData).toString("base64url"),
        userHandle: forged.userHandle === undefined ? this.handle : forged.userHandle,
      },
    };
  }

  private clientData(type: string, challenge: string, forged: Forged): Buffer {
    return Buffer.from(JSON.stringify({ type: forged.type ?? type, challenge: forged.challenge ?? challenge, origin: forged.origin ?? TEST_ORIGIN, crossOrigin: false }));
  }

  private head(rpId: string, flags: number, forged: Forged): Buffer {
    const { verifiesUser = true, isSynced = true } = this.model;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(forged.counter ?? this.counter);
    const said = flags | (forged.isPresent === false ? 0 : FLAGS.present) | (verifiesUser ? FLAGS.verified : 0) | (isSynced ? FLAGS.backupEligible | FLAGS.backedUp : 0);
    return Buffer.concat([sha256(rpId), Buffer.from([said]), counter]);
  }

  private sign(authData: Buffer, clientData: Buffer): Buffer {
    return createSign("sha256").update(authData).update(sha256(clientData)).sign(this.privateKey);
  }

  /** RFC 9052 section 7: EC2, ES256, P-256. */
  private coseKey(): Buffer {
    const { x = "", y = "" } = this.publicKey.export({ format: "jwk" });
    return map([[int(1), int(2)], [int(3), int(-7)], [int(-1), int(1)], [int(-2), bytes(Buffer.from(x, "base64url"))], [int(-3), bytes(Buffer.from(y, "base64url"))]]);
  }
}

/** As much of CBOR (RFC 8949) as an attestation needs. */
function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  if (value < 256) return Buffer.from([(major << 5) | 24, value]);
  return Buffer.from([(major << 5) | 25, value >> 8, value & 255]);
}

const int = (value: number) => (value < 0 ? head(1, -1 - value) : head(0, value));
const bytes = (value: Buffer) => Buffer.concat([head(2, value.length), value]);
const text = (value: string) => Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
const list = (values: Buffer[]) => Buffer.concat([head(4, values.length), ...values]);
const map = (pairs: [Buffer, Buffer][]) => Buffer.concat([head(5, pairs.length), ...pairs.flat()]);
