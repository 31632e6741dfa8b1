/** Whom a door of another feature has before it. Their way into a session is `enter`. */
export { findPersonAtDoor, type PersonAtDoor } from "./repo";
