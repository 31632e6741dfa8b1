/** Who is signed in, as far as the shell shows it. */
export interface ShellViewer {
  name: string;
  email: string;
  avatarUrl?: string | null;
  /** Display names. */
  roles: string[];
}
