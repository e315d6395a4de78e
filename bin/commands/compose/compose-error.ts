/** The mistakes of a task definition, a line each: field, rule and value. */
export class ComposeError extends Error {
  override readonly name = 'ComposeError';
}
