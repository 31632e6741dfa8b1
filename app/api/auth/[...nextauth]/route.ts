import { authDoor } from "@/lib/auth/door";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = authDoor;
