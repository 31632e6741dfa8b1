import { revalidatePath } from "next/cache";
import { unstable_rethrow } from "next/navigation";
import type { RowlessAccess } from "@/lib/access/policy";
import { admit } from "@/lib/operation";
import { assertTrustedOrigin } from "@/lib/session/csrf";
import type { RequestContext } from "@/lib/session/request-context";
import type { Viewer } from "@/lib/session/viewer";
import { actionContext, type ActionState, type Fields, ownFields, refused } from "./action";
import { asAppError } from "./respond";

export interface ServerActionTools<V> {
  ctx: RequestContext;
  /** null only where `access` is anyone(). */
  viewer: V;
  /** The form's own fields: text, or files. */
  fields: Fields;
}

type ViewerOf<A extends RowlessAccess> = A extends { kind: "anyone" } ? null : Viewer;

/**
 * A product's own server action, in a `"use server"` file: `export const publish = serverAction(can("reports.publish"), async
 * ({ fields }) => ({ message: "Published." }))`. Origin, session and access are checked as in operations; an AppError becomes the
 * form's state. What is an operation should rather be `action(operation)`, which validates and audits too.
 */
export function serverAction<const A extends RowlessAccess>(access: A, work: (tools: ServerActionTools<ViewerOf<A>>) => Promise<ActionState | void>) {
  return async (_previous: ActionState, form: FormData): Promise<ActionState> => {
    const fields = ownFields(form);
    const ctx = await actionContext();
    try {
      assertTrustedOrigin(ctx);
      const viewer = (access.kind === "anyone" ? null : await admit({ access }, ctx)) as ViewerOf<A>;
      const state = await work({ ctx, viewer, fields });
      revalidatePath("/", "layout");
      return { ok: true, ...state, requestId: ctx.requestId };
    } catch (error) {
      // redirect() and notFound() are thrown too.
      unstable_rethrow(error);
      return refused(asAppError(error, ctx.requestId), fields, ctx);
    }
  };
}
