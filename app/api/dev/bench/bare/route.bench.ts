const BODY = { authenticated: true, msg: "Authenticated", user: { id: null, email: null, username: null, role: null, role_id: null, role_name: null } };

/** The measure of everything else: what Next itself costs to answer JSON of the size that check-auth answers. */
export const GET = (): Response => Response.json(BODY);
export const dynamic = "force-dynamic";
