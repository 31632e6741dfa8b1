import { AppError, NOT_FOUND } from "@/lib/errors";
import { anyone } from "@/lib/http/access";
import { handler } from "@/lib/http/handler";

export const access = anyone();

/** An unknown path under /api answers as everything there does: JSON. */
const unknown = handler({ access }, async () => {
  throw new AppError(NOT_FOUND);
});

export { unknown as GET, unknown as HEAD, unknown as POST, unknown as PUT, unknown as PATCH, unknown as DELETE, unknown as OPTIONS };
