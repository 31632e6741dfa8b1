"use client";

import { useActionState, useEffect, useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Card, CardBody, CardFooter, CardHeader } from "@/components/ui/card";
import { ConfirmForm } from "@/components/ui/confirm-form";
import { Field } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import { emptyFormState, type FormAction } from "@/components/ui/form-state";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormFocus } from "@/components/ui/use-form-focus";

export interface AvatarFormProps {
  name: string;
  avatarUrl?: string | null;
  /** Receives the file as `profile_picture`. */
  action: FormAction;
  /** Takes the picture away; offered while there is one. */
  removeAction?: FormAction;
}

const maxBytes = 5 * 1024 * 1024;

/** A file input with a preview. The limits are told early here and enforced by the server. */
export function AvatarForm({ name, avatarUrl, action, removeAction }: AvatarFormProps) {
  const [state, submit] = useActionState(action, emptyFormState);
  const form = useFormFocus(state);
  const [preview, setPreview] = useState<string>();
  const [tooLarge, setTooLarge] = useState(false);
  useEffect(() => () => {
    if (preview) URL.revokeObjectURL(preview);
  }, [preview]);

  function choose(file: File | undefined) {
    setTooLarge((file?.size ?? 0) > maxBytes);
    setPreview(file && file.size <= maxBytes ? URL.createObjectURL(file) : undefined);
  }
  const errors = tooLarge ? ["This file is larger than 5 MB. Choose a smaller one."] : state.fields?.profile_picture;
  return (
    <Card>
      <CardHeader
        title="Picture"
        description="Shown beside your name."
        action={avatarUrl && removeAction && (
          <ConfirmForm
            action={removeAction} label="Remove" ariaLabel="Remove your picture" confirmLabel="Remove picture"
            title="Remove your picture?" description="Your initials are shown in its place."
          />
        )}
      />
      <form ref={form} action={submit} noValidate onReset={() => choose(undefined)}>
        <CardBody className="grid gap-5">
          <FormMessage state={state} />
          <div className="flex flex-wrap items-center gap-5">
            <Avatar name={name} src={preview ?? avatarUrl} size="xl" />
            <Field name="profile_picture" label="Choose a picture" hint="JPEG, PNG, WebP or GIF, up to 5 MB." errors={errors} className="min-w-0 flex-1 basis-64" required>
              {(control) => (
                <Input
                  {...control} type="file" accept="image/jpeg,image/png,image/webp,image/gif"
                  onChange={(event) => choose(event.target.files?.[0])}
                />
              )}
            </Field>
          </div>
        </CardBody>
        <CardFooter className="justify-end"><SubmitButton variant="secondary" disabled={tooLarge}>Upload picture</SubmitButton></CardFooter>
      </form>
    </Card>
  );
}
