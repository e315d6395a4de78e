import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../../..');

/** An entry of package-lock.json, as far as it is read here. */
interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** A folder that has nothing but what the tarball of this package installs. */
export interface InstalledPackage {
  readonly folder: string;
  /** How its commands run: with the programs that it installed, Python's tools, and no colours. */
  readonly env: NodeJS.ProcessEnv;
  /** Runs a program that it installed to its end, with no terminal. */
  readonly run: (
    program: 'pipeline-factory' | 'cdk',
    ...args: string[]
  ) => { code: number | null; output: string };
}

/**
 * Makes the tarball and installs it into an empty folder, from npm's cache as far as that has what `npm ci` has downloaded
 * before, with the versions of this repository's lock file.
 * @param name of the folder
 * @param cleanUp gets a folder to remove in the end
 */
export function installPackage(name: string, cleanUp: (folder: string) => void): InstalledPackage {
  const parent = mkdtempSync(join(tmpdir(), 'package-test-'));
  cleanUp(parent);
  const folder = join(parent, name);
  mkdirSync(folder);
  execFileSync('npm', ['pack', '--silent', '--pack-destination', parent], { cwd: ROOT });
  const { manifest, lock } = lockedInstallation('file:../pipeline-factory-0.1.0.tgz');
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
  execFileSync('npm', ['ci', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
  });
  const programs = join(folder, 'node_modules', '.bin');
  const env = {
    ...process.env,
    PATH: [programs, process.env.PATH, join(ROOT, '.venv', 'bin')].join(delimiter),
    CDK_VALIDATION: 'false', // as in jest.config.cjs
    NO_COLOR: '1',
  };
  return {
    folder,
    env,
    run: (program, ...args) => {
      const { status, stdout, stderr } = spawnSync(join(programs, program), args, {
        cwd: folder,
        env,
        encoding: 'utf8',
      });
      return { code: status, output: stdout + stderr };
    },
  };
}

/** What `npm install TARBALL` would write, without asking the registry which versions there are. */
function lockedInstallation(tarball: string): { manifest: object; lock: object } {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
  const { packages } = read('package-lock.json') as { packages: Record<string, LockedPackage> };
  const { version, bin, dependencies, peerDependencies } = read('package.json') as Record<string, object>;
  const locked: Record<string, LockedPackage> = {};
  const add = (name: string, above: string): void => {
    const path = placeOf(name, above, packages);
    const entry = path === undefined ? undefined : packages[path];
    if (path === undefined || !entry || locked[path]) return;
    locked[path] = { ...entry, ...{ dev: undefined, peer: undefined, devOptional: undefined } };
    for (const each of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) add(each, path);
  };
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) add(name, '');
  const own = { dependencies: { 'pipeline-factory': tarball } };
  const ours = { version, resolved: tarball, bin, dependencies, peerDependencies };
  return {
    manifest: { name: 'bookshop', ...own },
    lock: {
      lockfileVersion: 3,
      requires: true,
      packages: { '': own, ...locked, 'node_modules/pipeline-factory': ours },
    },
  };
}

/** Where Node finds a package: in the nearest `node_modules` above. */
function placeOf(
  name: string,
  above: string,
  packages: Readonly<Record<string, unknown>>,
): string | undefined {
  const path = `${above}${above && '/'}node_modules/${name}`;
  if (path in packages) return path;
  return above === ''
    ? undefined
    : placeOf(name, above.replace(/\/?node_modules\/(@[^/]+\/)?[^/]+$/, ''), packages);
}
