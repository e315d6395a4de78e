import { join } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';

/** ES modules have no `require`, which some of the SDK's dependencies still call. */
const BANNER = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

/**
 * Bundles a handler into one small ES module. It takes two passes, because esbuild keeps what it cannot know to be without
 * effect: the SDK's schemas of all operations, for their keys are computed, the `package.json` of each client, and classes
 * of errors.
 * @param handlers the folder of all handlers
 * @param entryPoint absolute path
 */
export function bundleHandler(handlers: string, entryPoint: string): Uint8Array {
  const joined = build({
    entryPoints: [entryPoint],
    alias: { '@aws-sdk/credential-provider-node': join(handlers, 'environment-credentials.ts') },
  });
  const contents = withoutPackages(withoutSsmErrors(withLiteralKeys(Buffer.from(joined).toString())));
  return build({
    stdin: { contents, resolveDir: handlers, loader: 'js' },
    minify: true,
    banner: { js: BANNER },
  });
}

function build(options: BuildOptions): Uint8Array {
  const { outputFiles } = buildSync({
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    ...options,
    write: false,
  });
  const [output] = outputFiles;
  if (!output) throw new Error('esbuild must emit one file, got: none');
  return output.contents;
}

/** `{ [_xN]: … }` becomes `{ "xmlName": … }` where `_xN` is a constant of the module: then nothing is computed. */
function withLiteralKeys(code: string): string {
  const constants = new Map(
    [...code.matchAll(/^var (_\w+) = ("[^"\\]*");$/gm)].map(([, name = '', text = '']) => [name, text]),
  );
  return code.replace(/\[(_\w+)\]:/g, (key, name: string) => {
    const text = constants.get(name);
    return text === undefined ? key : `${text}:`;
  });
}

/** Of a client's `package.json` its code reads the version alone. */
const withoutPackages = (code: string): string =>
  code.replace(
    /^var (package_default\d*) = \{\n(?: .*\n)*? {2}version: ("[^"\\]+"),\n(?: .*\n)*?\};$/gm,
    'var $1 = { version: $2 };',
  );

/**
 * Parameter Store's client registers 140 classes of errors. One that is not registered arrives as an `SSMServiceException`
 * with the same name and message; that of clients with the Query protocol would have another name, so they keep theirs.
 */
function withoutSsmErrors(code: string): string {
  const [, namespace = ''] = /^var (\w+) = "com\.amazonaws\.ssm";$/m.exec(code) ?? [];
  const registries = new RegExp(`^var (\\w+) = (?:new )?TypeRegistry(?:\\.for)?\\(${namespace}\\);$`, 'm');
  const [, registry] = (namespace && registries.exec(code)) || [];
  if (registry === undefined) return code;
  return code.replace(new RegExp(`^${registry}\\.registerError\\(.*\\);\\n`, 'gm'), '');
}
