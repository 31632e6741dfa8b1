import { showAccount } from "@/lib/features/account/operations/show-account";
import { updateProfile } from "@/lib/features/account/operations/update-profile";
import { methods } from "@/lib/http/methods";

/** A folder named @me would be a parallel slot to Next. */
const onlyMe = { only: { handle: "@me" } };

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: showAccount, PUT: updateProfile }, onlyMe);
