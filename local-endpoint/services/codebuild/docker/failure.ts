/** What docker says on standard error before it ends with a status other than 0. */
export class DockerFailure extends Error {
  override readonly name = 'DockerFailure';

  /** @param status its exit status @default - 1 */
  constructor(
    message: string,
    readonly status = 1,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What the stand-in cannot do, by name. */
export const refused = (what: string, why: string): DockerFailure =>
  new DockerFailure(`docker (stand-in): ${what} is not supported: ${why}`);

/** A build that BuildKit could not solve, in its words. */
export const unsolved = (why: string): DockerFailure => new DockerFailure(`ERROR: failed to solve: ${why}`);
