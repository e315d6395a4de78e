import ts from 'typescript';
import { lowerCaseName, pascalCase } from './names';
import { operationsRow, README, SERVICES } from './local-endpoint';
import type { Repository } from './repository';
import { ScaffoldError, type Skeleton } from './skeleton';
import { parseSource, valueOf, withImport, withMember } from './source-text';

const REGISTRY = `${SERVICES}/index.ts`;

/** A service that owns one read, which returns what its store has, and refuses everything else by name. */
export function serviceSkeleton(repository: Repository, given: string): Skeleton {
  const name = lowerCaseName('the name of a service', given);
  repository.refuseExisting('a service', [`${SERVICES}/${name}`, `local-endpoint/test/${name}`]);
  if (operationsRow(repository, name))
    throw new ScaffoldError(`a service must not exist yet, also not as an alias, got: ${name}`);
  return {
    created: {
      [`${SERVICES}/${name}/service.ts`]: service(name),
      [`${SERVICES}/${name}/store.ts`]: store(name),
      [`${SERVICES}/${name}/operations/list-tags-for-resource.ts`]: listTagsForResource(name),
      [`${SERVICES}/${name}/permissions.ts`]: permissions(),
      [`local-endpoint/test/${name}/service.test.ts`]: test(name),
    },
    changed: { [REGISTRY]: registered(repository.read(REGISTRY), name) },
    generated: [{ path: README, script: 'readme:operations' }],
    next: [
      `${SERVICES}/${name}/service.ts: \`otherwise: 'forward'\` where moto answers the rest as AWS does`,
      `${SERVICES}/${name}/: the service's own shapes of ListTagsForResource, with the SDK's types; what the store keeps`,
      `npm run new -- operation ${name} OPERATION, for each operation that the endpoint is to own`,
      `${SERVICES}/${name}/resources/: its CloudFormation types`,
    ],
  };
}

const service = (name: string): string =>
  `
import type { LocalService } from '../../kit/local-service';
import { listTagsForResource } from './operations/list-tags-for-resource';
import { permissions } from './permissions';
import { create${pascalCase(name)}Store } from './store';

/** Nothing creates a resource yet. Operations that are not listed are refused by name. */
export const ${name}: LocalService = {
  name: '${name}',
  otherwise: 'refuse',
  permissions,
  resources: {},
  create() {
    const store = create${pascalCase(name)}Store();
    return { operations: { ListTagsForResource: listTagsForResource(store) } };
  },
};
`.trimStart();

const store = (name: string): string =>
  `
import { Store } from '../../kit/store';

/** What the service keeps. */
export interface ${pascalCase(name)}Store {
  /** Resources by ARN. */
  readonly resources: Store<Map<string, ${pascalCase(name)}Resource>>;
}

/** A resource of an account and region. */
export interface ${pascalCase(name)}Resource {
  readonly tags: ReadonlyMap<string, string>;
}

/** A store without resources. */
export const create${pascalCase(name)}Store = (): ${pascalCase(name)}Store => ({
  resources: new Store(() => new Map<string, ${pascalCase(name)}Resource>()),
});
`.trimStart();

const listTagsForResource = (name: string): string =>
  `
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import type { ${pascalCase(name)}Store } from '../store';

/** Members as most services have them; compare the service's own API reference. */
interface TagsOfResource {
  readonly tags: readonly { readonly key: string; readonly value: string }[];
}

/** The tags of a resource. @throws AwsError \`ResourceNotFoundException\` */
export const listTagsForResource =
  (store: ${pascalCase(name)}Store): Operation<{ readonly resourceArn?: string }, TagsOfResource> =>
  async ({ resourceArn = '' }, context) => {
    const resource = store.resources.in(scopeOf(context)).get(resourceArn);
    if (!resource) throw new AwsError('ResourceNotFoundException', \`\${resourceArn} does not exist\`);
    return { tags: [...resource.tags].map(([key, value]) => ({ key, value })) };
  };
`.trimStart();

const permissions = (): string =>
  `
import { onResources, type PermissionRules, type ResourceArns, textOf } from '../../kit/permissions';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const resource: ResourceArns = (input) => textOf(input, 'resourceArn');

export const permissions: PermissionRules = { ...onResources(resource, 'ListTagsForResource') };
`.trimStart();

const test = (name: string): string =>
  `
import { callJson } from '../../kit/json-call';
import { AwsError } from '../../kit/aws-error';
import { ${name} } from '../../services/${name}/service';
import { listTagsForResource } from '../../services/${name}/operations/list-tags-for-resource';
import { create${pascalCase(name)}Store } from '../../services/${name}/store';
import { ACCOUNT, REGION, startTestEndpoint, type TestEndpoint } from '../../testing';

const ARN = \`arn:aws:${name}:\${REGION}:\${ACCOUNT}:thing\`;

let endpoint: TestEndpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint({ moto: '', services: [${name}] });
});
afterAll(() => endpoint.close());

const call = (operation: string, input: object) => callJson(endpoint.client(), '${name}', operation, input);

it('knows no resource before one is created', async () => {
  await expect(call('ListTagsForResource', { resourceArn: ARN })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: \`\${ARN} does not exist\`,
  });
});

it('refuses what it does not have by name', async () => {
  await expect(call('CreateThing', {})).rejects.toMatchObject({
    name: 'UnsupportedOperation',
    message: '${name}:CreateThing is not supported by the local endpoint',
  });
});

it('lists the tags of a resource in its own account and region only', async () => {
  const store = create${pascalCase(name)}Store();
  store.resources.in({ account: ACCOUNT, region: REGION }).set(ARN, { tags: new Map([['team', 'shop']]) });
  const listIn = (region: string) =>
    listTagsForResource(store)(
      { resourceArn: ARN },
      { region, service: '${name}', caller: { accessKeyId: ACCOUNT, accountId: ACCOUNT, arn: 'root' } },
    );
  expect(await listIn(REGION)).toEqual({ tags: [{ key: 'team', value: 'shop' }] });
  await expect(listIn('eu-west-1')).rejects.toThrow(AwsError);
});
`.trimStart();

/** The registry with an import and an entry more, both in the order of the folders' names. */
function registered(text: string, name: string): string {
  const list = valueOf(parseSource(text), 'SERVICES');
  if (!ts.isArrayLiteralExpression(list)) throw new Error('SERVICES must be a list');
  const folders = [...text.matchAll(/from '\.\/(\w+)\/service'/g)].map(([, folder = '']) => folder);
  const later = folders.findIndex((folder) => folder > name);
  const index = later < 0 ? folders.length : later;
  return withImport(
    withMember(text, list, name, index),
    `import { ${name} } from './${name}/service';`,
    importsOfOthers(text) + index,
  );
}

/** The imports before those of the services. */
const importsOfOthers = (text: string): number =>
  parseSource(text)
    .statements.filter(ts.isImportDeclaration)
    .filter(({ moduleSpecifier }) => !moduleSpecifier.getText().endsWith("/service'")).length;
