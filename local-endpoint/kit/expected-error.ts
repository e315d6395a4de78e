/** A failure that the user can correct: programs print its message alone, without a stack. */
export class ExpectedError extends Error {
  override readonly name = 'ExpectedError';
}
