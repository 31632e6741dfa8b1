import { example, SAMPLE } from "@/lib/operation-example";
import { requestMagicLink } from "./operations/request-magic-link";
import { showMagicLink } from "./operations/show-magic-link";
import { verifyMagicLink } from "./operations/verify-magic-link";

/** Of a mail to Ada Lovelace. */
export const SAMPLE_LINK = { token: "Zk3pQ9tX1vB7mW5yN2rL8cH4jD6fS0gAeU3oI9xTbVs", code: "402917" };

export const magicLinkExamples = [
  example(requestMagicLink, { input: { email: SAMPLE.email, return_to: "/account" } }),
  example(showMagicLink, { params: { token: SAMPLE_LINK.token } }),
  example(verifyMagicLink, { title: "With the link's token", input: { token: SAMPLE_LINK.token, remember_me: true } }),
  example(verifyMagicLink, { title: "With the mail's code", input: { email: SAMPLE.email, code: SAMPLE_LINK.code } }),
];
