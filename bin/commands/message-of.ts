import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import { ConfigError } from '../../lib/config/config-error';

/** What the machine refuses, whatever a program does. */
const REFUSALS: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no space left on the disk',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EACCES: 'permission is denied',
  EMFILE: 'too many files are open',
};

/** What a command prints of an error: no stack where the user can correct it; any other is a defect and keeps its stack. */
export function messageOf(error: unknown, color: boolean): string {
  if (error instanceof ConfigError) return error.format(color);
  if (error instanceof ExpectedError) return `error: ${error.message}`;
  if (!(error instanceof Error)) return String(error);
  const { code = '', path, stack, message } = error as NodeJS.ErrnoException;
  const refusal = REFUSALS[code];
  if (refusal !== undefined) return `error: ${refusal}: ${path ?? message}`;
  return stack ?? message;
}
