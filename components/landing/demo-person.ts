/** A seeded login; handed to the screens in development and embedded mode only. */
export interface DemoPerson {
  email: string;
  password: string;
  /** Display name of the role. */
  role: string;
}
