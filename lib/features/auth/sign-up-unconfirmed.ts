/** A registration where the address has to be confirmed first: nobody is signed in, and nobody learns who has the address. */
import { queueMail } from "@/lib/email/queue-mail";
import { findWireUser } from "@/lib/features/account/user-wire";
import { verificationMail } from "@/lib/features/verification/verification-mail";
import { registers, runAfter } from "@/lib/hooks/run-hooks";
import { inEvenTime } from "@/lib/session/even-time";
import { EMAIL_TAKEN } from "./errors";
import { registerUnconfirmed, tellOfTry, whatIsTaken } from "./registration";
import { type SignUp, signUpEvent } from "./sign-up";

/**
 * Whoever owns a known address is told by mail of the try. A username is public: that it is taken is said, before anybody
 * looks at the address.
 *
 * @returns false: the username is taken
 */
export const signUpUnconfirmed = ({ ctx, seal, person }: SignUp): Promise<boolean> =>
  inEvenTime(async () => {
    if ((await whatIsTaken(person.email, person.username)).username) return false;
    const { token, message } = verificationMail(person);
    const event = signUpEvent(person);
    const isMade = await registerUnconfirmed({ person, token, mails: [message], audit: seal(event) });
    if (!isMade) {
      // Somebody else has taken the username meanwhile: the address is nobody's, and there is nothing to tell of it.
      if (!(await whatIsTaken(person.email, person.username)).email) return false;
      const refusal = { ...event, actorId: null, targetUserId: null, success: false, errorCode: EMAIL_TAKEN.code, identifier: person.email };
      await tellOfTry(queueMail("sign-up-attempt", person.email, undefined), seal(refusal));
    } else if (registers("afterSignup")) {
      const user = await findWireUser(person.id);
      if (user) runAfter("afterSignup", { user }, ctx);
    }
    return true;
  });
