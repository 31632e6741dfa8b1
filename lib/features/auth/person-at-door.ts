/** Whom a door of another feature has before it. Their way into a session is `enter`. */
export { type AddressOwner, findAddressOwner, findPersonAtDoor, type PersonAtDoor, STANDING_SQL } from "./repo";
