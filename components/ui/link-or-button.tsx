import type { ReactNode } from "react";

export interface LinkOrButtonProps {
  /** Where there is a page to lead to, so that the choice is there without JavaScript. */
  href?: string;
  onChoose?: () => void;
  children: ReactNode;
}

/** A choice that looks like a link, and is one where there is a page. */
export const LinkOrButton = ({ href, onChoose, children }: LinkOrButtonProps) =>
  href === undefined ? <button type="button" className="link" onClick={onChoose}>{children}</button> : <a href={href} className="link">{children}</a>;
