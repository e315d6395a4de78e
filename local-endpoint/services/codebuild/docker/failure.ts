/** An error that docker writes to standard error before it ends with a status other than 0. */
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

/** What the stand-in cannot do. */
export const unsupportedByDocker = (what: string, reason: string): DockerFailure =>
  new DockerFailure(`docker (stand-in): ${what} is not supported: ${reason}`);

/** A build that fails, with BuildKit's message. */
export const buildFailure = (reason: string): DockerFailure =>
  new DockerFailure(`ERROR: failed to solve: ${reason}`);
