"use client";

import { useFormStatus } from "react-dom";
import { Button, type ButtonProps } from "./button";

/** A submit button that is busy while its form is on the way. */
export function SubmitButton({ loading, ...rest }: ButtonProps) {
  const { pending } = useFormStatus();
  return <Button type="submit" loading={pending || loading} {...rest} />;
}
