/** Values by name, the oldest version that is kept first. */
export type ParameterState = Record<string, KeptParameter>;

interface KeptParameter {
  values: string[];
  /** Number of the first of them. */
  first: number;
}
