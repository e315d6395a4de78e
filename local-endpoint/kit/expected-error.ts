/** A failure that a person can put right: shown as its message alone, without a stack. */
export class ExpectedError extends Error {
  override readonly name = 'ExpectedError';
}
