/** What the machine refuses, whatever a program does. */
const REFUSALS: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no space left on the disk',
  EFBIG: 'the file would be larger than this process may write',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EACCES: 'permission is denied',
  EMFILE: 'too many files are open',
};

/**
 * An error of the machine in a few words, with the file that it is about.
 * @param folder named where the error names no file, as when the disk is full @default - Node's message is
 * @returns undefined where the error is another one
 */
export function machineRefusal(error: unknown, folder?: string): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = '', path, message } = error as NodeJS.ErrnoException;
  const refusal = REFUSALS[code];
  return refusal && `${refusal}: ${path ?? folder ?? message}`;
}
