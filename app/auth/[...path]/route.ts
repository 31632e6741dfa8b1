import { AppError, NOT_FOUND } from "@/lib/errors";
import { anyone } from "@/lib/http/access";
import { handler } from "@/lib/http/handler";

export const access = anyone();

/** Scribes' clients expect JSON here, as under /api. */
const unknown = handler({ access }, async () => {
  throw new AppError(NOT_FOUND);
});

export { unknown as GET, unknown as HEAD, unknown as POST, unknown as PUT, unknown as PATCH, unknown as DELETE, unknown as OPTIONS };
