import { describe, expect, it, vi } from "vitest";
import type { FormState } from "@/components/ui/form-state";
import { type Remedy, RemedyContext, useFormAction } from "@/components/ui/use-form-action";
import { Rendering } from "../setup/re-render";

const REFUSED: FormState = { ok: false, code: "REAUTH_REQUIRED", message: "Confirm that it is you before you go on." };
const DONE: FormState = { ok: true, message: "Done." };

function typed(): FormData {
  const form = new FormData();
  form.set("role", "auditor");
  form.set("password", "typed once");
  return form;
}

/** A form whose server gives these answers, one after the other. */
function mounted(answers: FormState[], remedy: Remedy) {
  const sent: Record<string, unknown>[] = [];
  const action = async (_state: FormState, form: FormData) => (sent.push(Object.fromEntries(form)), answers.shift() ?? DONE);
  const hook = new Rendering(() => useFormAction(action), new Map([[RemedyContext, remedy]]));
  const settle = async () => {
    await hook.answered();
    return hook.render(undefined);
  };
  return { sent, render: () => hook.render(undefined), settle };
}

describe("a form that is refused for want of a proof", () => {
  it("is sent again as it was, once the proof is given", async () => {
    const remedy = vi.fn<Remedy>(() => Promise.resolve(true));
    const { sent, render, settle } = mounted([REFUSED], remedy);
    render()[1](typed());
    expect((await settle())[0]).toEqual(REFUSED);
    expect((await settle())[0]).toEqual(DONE);
    expect(sent).toEqual([{ role: "auditor", password: "typed once" }, { role: "auditor", password: "typed once" }]);
    expect(remedy).toHaveBeenCalledExactlyOnceWith(REFUSED);
  });

  it("stays refused where none is given, or where nothing could be", async () => {
    for (const remedy of [() => Promise.resolve(false), () => undefined]) {
      const { sent, render, settle } = mounted([REFUSED], remedy);
      render()[1](typed());
      await settle();
      expect((await settle())[0]).toEqual(REFUSED);
      expect(sent).toHaveLength(1);
    }
  });

  it("asks again where the proof was too old once more", async () => {
    const remedy = vi.fn<Remedy>(() => Promise.resolve(true));
    const { sent, render, settle } = mounted([REFUSED, { ...REFUSED }], remedy);
    render()[1](typed());
    for (let turn = 0; turn < 3; turn += 1) await settle();
    expect((await settle())[0]).toEqual(DONE);
    expect([sent.length, remedy.mock.calls.length]).toEqual([3, 2]);
  });

  it("is not sent behind the back of somebody who has sent another one meanwhile", async () => {
    let prove: (isProven: boolean) => void = () => undefined;
    const { sent, render, settle } = mounted([REFUSED, DONE], () => new Promise((resolve) => (prove = resolve)));
    render()[1](typed());
    const [, send] = await settle();
    const other = new FormData();
    other.set("role", "manager");
    send(other);
    await settle();
    prove(true);
    await settle();
    expect(sent).toEqual([{ role: "auditor", password: "typed once" }, { role: "manager" }]);
  });
});

it("what succeeds asks for nothing", async () => {
  const remedy = vi.fn<Remedy>(() => undefined);
  const { render, settle } = mounted([DONE], remedy);
  render()[1](typed());
  await settle();
  expect(remedy).not.toHaveBeenCalled();
});
