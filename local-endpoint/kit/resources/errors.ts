/** Whether an error has one of these AWS error codes. */
export const isError = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && codes.includes(error.name);

/** Awaits a call that may fail with these codes, for example because a resource is deleted already. */
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
