import { join, resolve } from 'node:path';
import { Script } from 'node:vm';
import { buildSync } from 'esbuild';

const ROOT = resolve(__dirname, '../..');

/** The code of a function as one CommonJS module, in which what surrounds it can be handed to each of its processes. */
export type Bundle = (
  require: (name: string) => object,
  module: { exports: { handler?: Handler } },
  process: { readonly env: Readonly<Record<string, string>> },
  date: DateConstructor,
) => void;

export type Handler = (event: object, context: object) => Promise<void>;

const bundles = new Map<string, Bundle>();

/**
 * Bundles a function's real code, once; the SDK and the logger stay outside. Running what is returned is a cold start: all
 * that the code keeps in its modules is new.
 * @param action the function's folder in `handlers/`
 */
export function bundleOf(action: string): Bundle {
  const known = bundles.get(action);
  if (known) return known;
  const bundle = evaluate(action, bundleText(action));
  bundles.set(action, bundle);
  return bundle;
}

/** The same code as text, for a process of its own. */
export function bundleText(action: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(ROOT, 'handlers', action, 'handler.ts')],
    ...{ bundle: true, write: false, format: 'cjs', platform: 'node', target: 'node20' },
    external: ['@aws-sdk/*', '@aws-lambda-powertools/*'],
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

function evaluate(action: string, text: string): Bundle {
  const code = `(function (require, module, process, Date) { const exports = module.exports; ${text}\n})`;
  return new Script(code, { filename: `${action}.js` }).runInThisContext() as Bundle;
}
