import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** The licences of the packages that bundles contain, each with the package's name and version. */
export function licencesOf(root: string, bundles: readonly Metafile[]): string {
  const folders = new Set(bundles.flatMap(({ inputs }) => Object.keys(inputs).flatMap(packageFolder)));
  return [...folders]
    .sort()
    .map((folder) => licence(join(root, folder)))
    .join(`\n${'-'.repeat(80)}\n\n`);
}

const packageFolder = (input: string): string[] =>
  /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(input)?.slice(0, 1) ?? [];

function licence(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? `Licence: ${license}\n` : readFileSync(join(folder, file), 'utf8');
  return `${name} ${version}\n\n${text}`;
}
