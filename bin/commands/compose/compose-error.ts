/** What is wrong with a task definition: field, rule and value. A person can put it right. */
export class ComposeError extends Error {
  override readonly name = 'ComposeError';
}
