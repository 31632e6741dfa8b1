import { ProviderBrowser } from "../setup/provider-browser";
import { describe, expect, it } from "vitest";
import { makeUser } from "../factories/make-user";
import { auditRowsOf } from "../setup/audit-rows";
import { MINUTE, travel } from "../setup/clock";
import { browserOf, expectToldAt, locationOf, noticesTo, personAt, useProviders } from "../setup/provider-world";
import { rowsUnchanged } from "../setup/rows-unchanged";

useProviders();

describe("connecting, from the settings", () => {
  it("needs neither the same address nor a proved one, and signs nobody else in", async () => {
    const user = await makeUser();
    const browser = await browserOf(user);
    const token = browser.cookies.get("access_token");
    const person = personAt("microsoft", { xms_edov: false });
    let answer = new Response();
    const rows = await auditRowsOf(async () => {
      answer = await browser.signIn("microsoft", person.sub, { connect: "true" });
    });
    expect(locationOf(answer)).toBe("/account/security?notice=connected&provider=microsoft");
    expect(browser.cookies.get("access_token")).toBe(token);
    expect(rows).toMatchObject([{ action: "connection.added", actor_id: user.id, target_user_id: user.id, success: true, metadata: { provider: "microsoft" } }]);
    expect(await noticesTo(user.email)).toEqual(["A provider was connected to your account"]);
    // Once more is no change.
    await browser.signIn("microsoft", person.sub, { connect: "true" });
    expect(await noticesTo(user.email)).toHaveLength(1);
    const later = new ProviderBrowser();
    expect(await auditRowsOf(() => later.signIn("microsoft", person.sub))).toMatchObject([{ action: "user.login", actor_id: user.id }]);
  });

  it("is refused where somebody else has it", async () => {
    const person = personAt("google");
    await new ProviderBrowser().signIn("google", person.sub);
    const browser = await browserOf(await makeUser());
    const answer = await rowsUnchanged(() => browser.signIn("google", person.sub, { connect: "true" }));
    expectToldAt(answer, "CONNECTED_ELSEWHERE", "/account/security");
  });

  it("begins on a page of ours, with a sign-in that is recent @asvs V7.5.1", async () => {
    const browser = await browserOf(await makeUser());
    for (const site of ["cross-site", "none"]) expectToldAt(await browser.depart("google", { connect: "true" }, { "sec-fetch-site": site }), "CSRF", "/account/security");
    await travel(11 * MINUTE);
    const answer = await browser.depart("google", { connect: "true" });
    expect(locationOf(answer)).toBe("/reauthenticate?return_to=%2Faccount%2Fsecurity");
    expect((await new ProviderBrowser().depart("google", { connect: "true" })).status).toBe(302);
  });

  it("connects nobody who has signed in meanwhile, and nothing once the session is over", async () => {
    const person = personAt("google");
    const browser = await browserOf(await makeUser());
    const url = await browser.answer(locationOf(await browser.depart("google", { connect: "true" })), person.sub);
    const other = await browserOf(await makeUser());
    for (const [name, value] of browser.cookies) if (!/^(access|refresh)_token$/.test(name)) other.cookies.set(name, value);
    expectToldAt(await rowsUnchanged(() => other.comeBack(url)), "PROVIDER_STATE", "/account/security");
    const again = await browserOf(await makeUser());
    const second = await again.answer(locationOf(await again.depart("google", { connect: "true" })), person.sub);
    again.cookies.delete("access_token");
    expectToldAt(await rowsUnchanged(() => again.comeBack(second)), "UNAUTHORIZED", "/account/security");
  });
});
