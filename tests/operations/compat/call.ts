/** Requests to addresses of other systems, as their clients send them. */
import type { Method } from "@/lib/operation";
import { type AuditRow, auditRowsOf } from "@/tests/setup/audit-rows";
import type { Caller } from "@/tests/setup/call-as";
import { http, type HttpAnswer, type HttpRequest } from "@/tests/setup/http";
import { routeOf } from "../../matrix/matrix-request";

interface Call extends Pick<HttpRequest, "headers" | "browser" | "cookies" | "ip"> {
  as?: Caller | null;
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
}

/** `call("PUT /api/users/{id}", { as, params: { id }, body })` */
export async function call(address: string, { params = {}, query = {}, body, ...rest }: Call = {}): Promise<HttpAnswer> {
  const [method, template = ""] = address.split(" ") as [Method, string];
  const path = Object.entries(params).reduce((text, [name, value]) => text.replace(`{${name}}`, value), template);
  return http(await routeOf({ method, path: template }), { method, path: `${path}?${new URLSearchParams(query)}`, params, ...(body === undefined ? {} : { body }), ...rest });
}

const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** What two rows about two people have in common: everything but who, when and from where. */
const comparable = ({ action, stream, success, error_code, resource_type, changes, metadata, phi_accessed, actor_id, target_user_id, session_id, organization_id }: AuditRow): unknown => {
  const told = { action, stream, success, error_code, resource_type, changes, metadata, phi_accessed, actor_id, target_user_id, session_id, organization_id };
  return JSON.parse(JSON.stringify(told).replace(ID, "<id>"));
};

/** The rows that some work wrote, comparable with those of other work of the same kind. */
export const toldBy = async (work: () => Promise<unknown>): Promise<unknown[]> => (await auditRowsOf(work)).map(comparable);
