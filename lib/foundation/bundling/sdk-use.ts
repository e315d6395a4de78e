import { buildSync } from 'esbuild';

/** What a handler uses of the SDK: clients, commands and paginators, by their package. */
export type SdkUse = ReadonlyMap<string, readonly string[]>;

/**
 * Reads it from the handler's own modules joined alone: what remains of imports after what is types only, and after what no
 * other module uses.
 * @throws Error where the handler imports a client's package in another way than by names
 */
export function sdkUse(entryPoint: string): SdkUse {
  const use = new Map<string, readonly string[]>();
  for (const [statement, packageName = ''] of ownModules(entryPoint).matchAll(IMPORT)) {
    const names = /^import (?:\{([^}]*)\} from )?"/.exec(statement);
    if (!names) throw new Error(`A handler must import what it uses of the SDK by name, got: ${statement}`);
    const imported = (names[1] ?? '').split(',').map((name) => name.trim().split(' as ')[0] ?? '');
    const known = use.get(packageName) ?? [];
    use.set(packageName, [...new Set([...known, ...imported])].filter(Boolean).sort());
  }
  return use;
}

/** An import of a client's package, as esbuild writes it. */
const IMPORT = /^import [^;]*?"(@aws-sdk\/client-[a-z0-9-]+)";$/gm;

function ownModules(entryPoint: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [entryPoint],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    write: false,
  });
  const [output] = outputFiles;
  if (!output) throw new Error('esbuild must emit one file, got: none');
  return output.text;
}
