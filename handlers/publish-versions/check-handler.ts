import { ConfigurationError } from '../errors';
import { nearPaths } from './near-paths';
import type { WantedFunction } from './wanted';

/**
 * Checks whether the code has the file that the handler names. Only of Node.js and Python is known how they find it; what
 * lies outside the code, for example in a layer, is not checked.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
 * https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html
 * @param name of the function in the config
 * @throws ConfigurationError where it does not
 */
export function checkHandler(
  name: string,
  { handler, runtime, code }: WantedFunction,
  files: ReadonlySet<string>,
): void {
  if (handler.startsWith('/')) return;
  const accepted = filesOf(handler, runtime);
  if (!accepted || accepted.some((file) => files.has(file))) return;
  throw new ConfigurationError(
    `functions.${name}.handler: ${code} must have ${accepted.join(' or ')}, got: ${handler}, whose file is not there; ${nearPaths(accepted[0] ?? '', files)}`,
  );
}

/** Each of which has the handler. @returns nothing where that is not known */
function filesOf(handler: string, runtime: string): readonly string[] | undefined {
  if (runtime.startsWith('nodejs')) {
    const [, module = handler] = /^((?:.*\/)?[^./]+)/.exec(handler) ?? [];
    return ['.js', '.mjs', '.cjs'].map((end) => module + end);
  }
  if (runtime.startsWith('python')) {
    const module = handler.slice(0, Math.max(0, handler.lastIndexOf('.'))).replaceAll('.', '/');
    return [`${module}.py`, `${module}/__init__.py`];
  }
  return undefined;
}
