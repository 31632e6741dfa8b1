/** Signing in by mail: a link, and a code where a link is no use. Why not by next-auth: docs/decisions/018-magic-link.md. */
import { magicLinkExamples } from "./examples";
import { requestMagicLink } from "./operations/request-magic-link";
import { showMagicLink } from "./operations/show-magic-link";
import { verifyMagicLink } from "./operations/verify-magic-link";

export const magicLinkFeature = { name: "magic-link", operations: [requestMagicLink, showMagicLink, verifyMagicLink], examples: magicLinkExamples };
