/** An error that packer writes to standard error before it ends with status 1. */
export class PackerFailure extends Error {
  override readonly name = 'PackerFailure';
}

/** What the stand-in cannot do. */
export const unsupportedByPacker = (what: string, reason: string): PackerFailure =>
  new PackerFailure(`packer (stand-in): ${what} is not supported: ${reason}`);
