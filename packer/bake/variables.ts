import { writeFileSync } from 'node:fs';
import type { BAKE_VARIABLES } from '../../handlers/contract/create-launch-template-version';

/** Writes the variables that the buildspec exports, as assignments of the shell. */
export function writeVariables(
  path: string,
  variables: Readonly<Record<(typeof BAKE_VARIABLES)[number], string>>,
): void {
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}\n`);
  writeFileSync(path, lines.join(''));
}

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
