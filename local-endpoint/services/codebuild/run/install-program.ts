import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProvisionedBuild } from './context';

/** The folder of a build that comes first on PATH. */
export const programsFolder = ({ folders }: Pick<ProvisionedBuild, 'folders'>): string =>
  join(folders.all, 'bin');

/**
 * Puts a program into the folder of a build that comes first on PATH.
 * @param command the program that takes its place, with its first arguments
 * @param environment variables that only its process has
 */
export async function installProgram(
  run: ProvisionedBuild,
  name: string,
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const variables = Object.entries(environment).map(([variable, value]) => `${variable}=${quote(value)} `);
  await installScript(run, name, `${variables.join('')}exec ${command.map(quote).join(' ')} "$@"`);
}

/** Puts a shell script there. */
export async function installScript(run: ProvisionedBuild, name: string, script: string): Promise<void> {
  const folder = programsFolder(run);
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
}

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
