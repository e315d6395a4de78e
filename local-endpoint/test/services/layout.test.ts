import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createdServices } from '../../docs/created-services';
import { withOperationsTable } from '../../docs/operations-table';
import type { LocalService } from '../../kit/local-service';
import { SERVICES } from '../../services';

const WORKSPACE = join(__dirname, '../..');
const FOLDER = join(WORKSPACE, 'services');
const README = readFileSync(join(WORKSPACE, 'README.md'), 'utf8');

/** What is outside the services, is run, and is not a test. */
const SOURCES = ['authorization', 'bin', 'docs', 'endpoint', 'faults', 'git', 'kit', 'moto', 'testing'];

/**
 * Where a service may be named outside its folder: a signature names the service, and the protocol, the routes of REST
 * services and what need not be signed follow from that name before any service is found.
 */
const IDENTIFIES_REQUESTS = 'endpoint/identify/';

test('every folder of services is a service of that name, and every service a folder', () => {
  const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual(SERVICES.map(({ name }) => name).sort());
});

describe.each(SERVICES.map((service) => ({ name: service.name, service })))('$name', ({ name, service }) => {
  const folder = join(FOLDER, name);

  it('is exported by its service.ts', async () => {
    const exported = Object.values((await import(join(folder, 'service'))) as Record<string, LocalService>);
    expect(exported).toContain(service);
  });

  it('has its permissions in permissions.ts, and no such file where it has none', async () => {
    const file = join(folder, 'permissions.ts');
    const { permissions } = existsSync(file)
      ? ((await import(file)) as Pick<LocalService, 'permissions'>)
      : { permissions: {} };
    expect(service.permissions).toEqual(permissions);
    expect(Object.keys(permissions).length > 0).toBe(existsSync(file));
  });

  it('has its CloudFormation types in resources/index.ts, and no such folder where it has none', async () => {
    const file = join(folder, 'resources/index.ts');
    const { resources } = existsSync(file)
      ? ((await import(file)) as Pick<LocalService, 'resources'>)
      : { resources: {} };
    expect(service.resources).toEqual(resources);
    expect(Object.keys(resources).length > 0).toBe(existsSync(join(folder, 'resources')));
  });
});

test('services/index.ts has an import and an entry for each service, and nothing else of any', () => {
  const lines = readFileSync(join(FOLDER, 'index.ts'), 'utf8').split('\n');
  const imported = lines.flatMap(
    (line) => /^import \{ (\w+) \} from '\.\/(\w+)\/service';$/.exec(line)?.[1] ?? [],
  );
  const listed = lines.flatMap((line) => /^ {2}(\w+),$/.exec(line)?.[1] ?? []);
  expect(imported).toHaveLength(SERVICES.length);
  expect(listed).toEqual(imported);
  expect(readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isFile())).toHaveLength(1);
});

test('no service is named outside its folder, but where requests are identified', () => {
  const names = SERVICES.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  const literal = new RegExp(`(['"])(?:${names.join('|')})\\1`, 'g');
  const named = sources().flatMap((file) =>
    [...readFileSync(join(WORKSPACE, file), 'utf8').matchAll(literal)].map(([text]) => `${file}: ${text}`),
  );
  expect(named.filter((use) => !use.startsWith(IDENTIFIES_REQUESTS))).toEqual([]);
});

test('the table of operations in the README is what the code has; npm run readme:operations writes it', () => {
  expect(withOperationsTable(README, createdServices())).toBe(README);
});

/** Paths of all source files outside the services, relative to the workspace. */
function sources(): string[] {
  const files = SOURCES.flatMap((folder) =>
    readdirSync(join(WORKSPACE, folder), { recursive: true, withFileTypes: true }).map((entry) => ({
      isFile: entry.isFile(),
      path: relative(WORKSPACE, join(entry.parentPath, entry.name)),
    })),
  );
  const top = readdirSync(WORKSPACE, { withFileTypes: true }).map((entry) => ({
    isFile: entry.isFile(),
    path: entry.name,
  }));
  return [...files, ...top]
    .filter(({ isFile, path }) => isFile && /\.c?ts$|\.cjs$/.test(path))
    .map(({ path }) => path);
}
