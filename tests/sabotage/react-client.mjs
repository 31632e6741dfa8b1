/** What a page shows, and to whom: sabotages of components/auth and its twin on the server. Their form: sabotages.mjs. */
export const reactClientSabotages = [
  {
    id: "gate-opens-where-nothing-is-asked",
    title: "a part of the page behind an empty list of permissions is shown to everybody who is signed in",
    file: "components/auth/allows.ts",
    find: "return holds(held, ...listOf(permission, permissions)) ||",
    replace: "return (held !== null && listOf(permission, permissions).every((name) => holds(held, name))) ||",
    killedBy: ["tests/unit/client-react/allows.test.ts"],
  },
  {
    id: "gate-flashes-signed-out",
    title: "a page that does not know yet who is there shows what is meant for nobody",
    file: "components/auth/permission-gate.tsx",
    find: "if (isUnknown(state)) return loading;",
    replace: "",
    killedBy: ["tests/unit/client-react/first-paint.test.tsx::neither answer before it is known"],
  },
  {
    id: "overtaken-answer-is-shown",
    title: "the answer to an earlier question replaces that of a later one",
    file: "components/auth/request-store.ts",
    find: "if (this.asked !== asked) return null;",
    replace: "",
    killedBy: ["tests/unit/client-react/request-store.test.ts::the newest question win"],
  },
  {
    id: "server-gate-sends-to-all",
    title: "the gate on the server sends its children to whoever is signed in",
    file: "app/gate.tsx",
    find: "return isOpen ? children : fallback;",
    replace: "return viewer ? children : fallback;",
    killedBy: ["tests/http/gate.test.ts::those who hold the permission"],
  },
];
