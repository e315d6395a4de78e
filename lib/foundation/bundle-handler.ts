import { join } from 'node:path';
import { minifySync } from '@swc/core';
import { buildSync } from 'esbuild';

/** ES modules have no `require`, which some of the SDK's dependencies still call. */
const BANNER = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

/**
 * Times that the minifier goes over the code. The SDK describes each operation's shapes by constants that use one another,
 * and each pass drops only those that nothing uses any more.
 */
const PASSES = 10;

/**
 * Bundles a handler into one small ES module. esbuild joins the modules; swc drops what the handler does not reach, because
 * esbuild keeps what has computed keys, as the SDK's schemas of all operations have.
 * @param handlers the folder of all handlers
 * @param entryPoint absolute path
 */
export function bundleHandler(handlers: string, entryPoint: string): Uint8Array {
  const joined = joinModules(handlers, entryPoint);
  const { code } = minifySync(joined, {
    module: true,
    compress: { toplevel: true, passes: PASSES, pure_funcs: registrationsOfErrors(joined) },
    mangle: { toplevel: true },
  });
  return Buffer.from(`${BANNER}${code}`);
}

function joinModules(handlers: string, entryPoint: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [entryPoint],
    alias: { '@aws-sdk/credential-provider-node': join(handlers, 'environment-credentials.ts') },
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    write: false,
  });
  const [output] = outputFiles;
  if (!output) throw new Error('esbuild must emit one file, got: none');
  return output.text;
}

/** Clients with a JSON protocol. */
const JSON_CLIENTS = ['ssm', 'codepipeline'];

/**
 * The calls by which a JSON client registers its classes of errors, 140 of Parameter Store alone. An error that is not
 * registered arrives as the client's general exception with the same name and message. The Query protocol's clients keep
 * theirs: there the name of an unregistered error is another one.
 */
function registrationsOfErrors(joined: string): string[] {
  return JSON_CLIENTS.flatMap((client) => {
    const namespace = new RegExp(`^var (\\w+) = "com\\.amazonaws\\.${client}";$`, 'm').exec(joined)?.[1];
    const registry = new RegExp(
      `^var (\\w+) = (?:new )?TypeRegistry(?:\\.for)?\\(${namespace}\\);$`,
      'm',
    ).exec(joined)?.[1];
    return registry === undefined ? [] : [`${registry}.registerError`];
  });
}
