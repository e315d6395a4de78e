import { minifySync } from '@swc/core';
import type { Modules } from './modules';

/**
 * Times that the minifier goes over the code. The SDK describes each operation's shapes by constants that use one another,
 * and each pass drops only those that nothing uses any more.
 */
const PASSES = 10;

/**
 * Has swc make each module small and drop what it does not reach, because esbuild keeps what has computed keys, as the
 * SDK's schemas of all operations have.
 */
export function dropUnreached(modules: Modules): Modules {
  return Object.fromEntries(
    Object.entries(modules).map(([name, text]) => {
      const { code } = minifySync(text, {
        module: true,
        compress: { toplevel: true, passes: PASSES, pure_funcs: registrationsOfErrors(text) },
        mangle: { toplevel: true },
      });
      return [name, code];
    }),
  );
}

/**
 * The calls by which a client with a JSON protocol registers its classes of errors, 140 of Parameter Store alone. An error
 * that is not registered arrives as the client's general exception with the same name, message and fault. The other clients
 * keep theirs: in the Query protocol, and in JSON that is compatible with it, the name of an unregistered error is another.
 */
function registrationsOfErrors(text: string): string[] {
  if (!/\bprotocol: .*AwsJson1_\d/.test(text) || /\bawsQueryCompatible: true\b/.test(text)) return [];
  return [...new Set([...text.matchAll(/^(\w+\.registerError)\(/gm)].map(([, call = '']) => call))];
}
