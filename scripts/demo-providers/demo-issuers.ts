/**
 * Who stands behind "Demo Google" and "Demo Microsoft": people that everybody may sign in as, with the claims that the real
 * providers make. One of each has an address that nobody has proved.
 */

/** The claims of an ID token beside those of the protocol. */
export interface DemoPerson {
  sub: string;
  name: string;
  given_name: string;
  family_name: string;
  email: string;
  [claim: string]: unknown;
}

export interface DemoIssuer {
  /** The first folder of its address. */
  slug: "google" | "microsoft";
  name: string;
  people: readonly DemoPerson[];
}

const google = (sub: string, givenName: string, familyName: string, email: string, isVerified = true): DemoPerson => ({
  sub, name: `${givenName} ${familyName}`, given_name: givenName, family_name: familyName, email, email_verified: isVerified,
});

const TENANT = "0d3e0c1a-5b7f-4d2e-9a41-6f8e2b7c1d05";

/** Entra names people by tenant and object, and says of an address only in `xms_edov` whether its domain's owner vouches for it. */
const microsoft = (oid: string, givenName: string, familyName: string, email: string, isVouchedFor: boolean): DemoPerson => ({
  sub: `pairwise-${oid}`, tid: TENANT, oid, name: `${givenName} ${familyName}`, given_name: givenName, family_name: familyName, email,
  ...(isVouchedFor ? { xms_edov: true } : {}),
});

export const DEMO_ISSUERS: readonly DemoIssuer[] = [
  {
    slug: "google",
    name: "Demo Google",
    people: [
      google("100000000000000000001", "Grace", "Google", "grace@demo.example"),
      google("100000000000000000002", "Una", "User", "user@example.com"),
      google("100000000000000000003", "Nina", "Unproved", "nina@demo.example", false),
    ],
  },
  {
    slug: "microsoft",
    name: "Demo Microsoft",
    people: [
      microsoft("5a3f6a8e-0001-4c1b-8f00-3f1f0f6d7a01", "Milan", "Microsoft", "milan@demo.example", true),
      microsoft("5a3f6a8e-0002-4c1b-8f00-3f1f0f6d7a02", "Otto", "Other", "auditor@example.com", false),
    ],
  },
];
