import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parse } from 'yaml';
import { ansibleEnvironment } from './ansible-environment';
import { BakeError } from './bake-error';
import type { BakeInputs } from './inputs';
import { run } from './run';
import { say } from './say';

/** @throws BakeError where the commit has no playbook */
export function requirePlaybook({ playbook, settings }: BakeInputs): void {
  if (!existsSync(playbook) || !statSync(playbook).isFile())
    throw new BakeError(`image.playbook must be a file of the commit, got: ${settings.playbook}`);
}

/**
 * Finds what would only show on the instance, or never: a file that is missing, handlers that share a name, of which only
 * the first of a list runs, and what Ansible itself refuses.
 * @throws BakeError
 */
export async function checkPlaybook(inputs: BakeInputs): Promise<void> {
  const { playbook, playbookFolder, source, settings } = inputs;
  const name = (file: string) => relative(source, file);
  const duplicates = [...playbookHandlers(playbook, name), ...roleHandlers(playbookFolder, name)].flatMap(
    ({ file, names }) => duplicatesOf(names).map((handler) => `${handler} in ${file}`),
  );
  if (duplicates.length > 0)
    throw new BakeError(
      `handlers in one list must have names of their own, because only the first of a name runs, got: ${duplicates.join(', ')}`,
    );
  const environment = ansibleEnvironment(inputs);
  const requirements = join(playbookFolder, 'requirements.yml');
  if (existsSync(requirements)) await run('ansible-galaxy', ['install', '-r', requirements], { environment });
  await run('ansible-playbook', ['--syntax-check', '--inventory', 'default,', playbook], { environment });
  say(`${settings.playbook} is checked`);
}

interface HandlerList {
  readonly file: string;
  readonly names: readonly string[];
}

/** The handlers of a playbook's plays, and of the playbooks that it imports. */
function playbookHandlers(file: string, name: (file: string) => string): HandlerList[] {
  return objectsOf(readYaml(file, name)).flatMap((play) => {
    const imported = play.import_playbook ?? play['ansible.builtin.import_playbook'];
    const own = { file: name(file), names: namesOf(play.handlers) };
    if (typeof imported !== 'string' || imported.includes('{{')) return [own];
    const path = join(dirname(file), imported);
    if (!existsSync(path)) {
      if (!/\.ya?ml$/.test(imported)) return [own]; // a playbook of a collection
      throw new BakeError(`${name(file)} must import a playbook of the commit, got: ${imported}`);
    }
    return [own, ...playbookHandlers(path, name)];
  });
}

/** The handlers of the roles beside the playbook. */
function roleHandlers(folder: string, name: (file: string) => string): HandlerList[] {
  return filesIn(join(folder, 'roles')).flatMap((role) =>
    filesIn(join(role, 'handlers'))
      .filter((file) => /\.ya?ml$/.test(file))
      .map((file) => ({ file: name(file), names: namesOf(readYaml(file, name)) })),
  );
}

const filesIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).map((entry) => join(folder, entry)) : [];

/** Tags such as `!vault` are Ansible's; what they stand for is of no interest here. */
function readYaml(file: string, name: (file: string) => string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'), { logLevel: 'error' }) as unknown;
  } catch (error) {
    throw new BakeError(`${name(file)} must be YAML, got: ${(error as Error).message}`);
  }
}

const objectsOf = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value)
    ? value.filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null)
    : [];

const namesOf = (handlers: unknown): string[] =>
  objectsOf(handlers).flatMap(({ name }) => (typeof name === 'string' ? [name] : []));

const duplicatesOf = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name, index) => names.indexOf(name) !== index)),
];
