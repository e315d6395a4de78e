import { operationFiles } from './operation-files';
import { README, operationsRow, SERVICES } from './local-endpoint';
import { camelCase, kebabCase, lowerCaseName, pascalCaseName } from './names';
import type { Repository } from './repository';
import { sdkOperation } from './sdk-operation';
import { withOperation, withPermission, withPermissionsFile } from './service-text';
import { ScaffoldError, type Skeleton } from './skeleton';

/** An operation that refuses by name until someone writes it, its entry in the service, its permission and a test. */
export function operationSkeleton(repository: Repository, givenService: string, givenName: string): Skeleton {
  const service = lowerCaseName('the name of a service', givenService);
  const name = pascalCaseName('the name of an operation', givenName);
  const folder = `${SERVICES}/${service}`;
  if (!repository.has(`${folder}/service.ts`))
    throw new ScaffoldError(
      `the service must be one of ${SERVICES}/ (npm run new -- service ${service} writes it), got: ${service}`,
    );
  const row = operationsRow(repository, service);
  if (row?.operations.includes(name))
    throw new ScaffoldError(`an operation must not exist yet, got: ${service}:${name}`);
  const sdk = sdkOperation(repository, row?.names ?? [service], name);
  const [serviceFile, permissionsFile] = [`${folder}/service.ts`, `${folder}/permissions.ts`];
  const withEntry = withOperation(repository.read(serviceFile), name, kebabCase(name));
  const files = operationFiles({ service, exported: exportedAs(repository, service), name, sdk });
  const permission = repository.has(permissionsFile)
    ? {
        created: {},
        permissions: { [permissionsFile]: withPermission(repository.read(permissionsFile), name) },
      }
    : { created: { [permissionsFile]: withPermission(NO_PERMISSIONS, name) }, permissions: {} };
  return {
    created: { ...files, ...permission.created },
    changed: {
      [serviceFile]: repository.has(permissionsFile) ? withEntry : withPermissionsFile(withEntry),
      ...permission.permissions,
    },
    generated: [{ path: README, script: 'readme:operations' }],
    next: [
      `${folder}/operations/${kebabCase(name)}.ts: answer as AWS does; until then the operation is refused, also where moto answered it before`,
      `${folder}/service.ts: give ${camelCase(name)} the service's store`,
      `${permissionsFile}: the resources that the Service Authorization Reference lists for ${name}`,
      `local-endpoint/test/${service}/${kebabCase(name)}.test.ts: what it answers, what it refuses, and a role that lacks the permission`,
    ],
  };
}

const NO_PERMISSIONS = `
import { type PermissionRules } from '../../kit/permissions';

export const permissions: PermissionRules = {};
`.trimStart();

/** The name that the registry imports a service by. */
function exportedAs(repository: Repository, service: string): string {
  const registry = repository.read(`${SERVICES}/index.ts`);
  const exported = new RegExp(`import \\{ (\\w+) \\} from '\\./${service}/service'`).exec(registry)?.[1];
  if (!exported)
    throw new ScaffoldError(`the service must have its line in ${SERVICES}/index.ts, got: ${service}`);
  return exported;
}
