/** An error that a person can correct; it ends the build with its message. */
export class BakeError extends Error {
  override readonly name = 'BakeError';
}
