/** Whether an error is one of these, by AWS's codes. */
export const isError = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && codes.includes(error.name);

/** Lets an operation fail with these codes, for what is gone already. */
export async function ignoring<Result>(
  operation: Promise<Result>,
  ...codes: readonly string[]
): Promise<Result | undefined> {
  try {
    return await operation;
  } catch (error) {
    if (isError(error, ...codes)) return undefined;
    throw error;
  }
}
