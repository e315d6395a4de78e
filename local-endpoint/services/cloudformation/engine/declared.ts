import { evaluate, evaluateObject, holds } from '../template/evaluate';
import { isList, isObject, type Json, type JsonObject } from '../../../kit/resources/json';
import { referencesIn } from '../template/references';
import type { TemplateScope } from '../template/scope';
import type { ResourceDeclaration, Template } from '../template/model';
import type { ResourceProvider } from '../../../kit/resources/provider';
import type { DependencyGraph } from './graph';
import type { StackResource } from './stack';
import type { Tag } from '../../../kit/resources/tags';
import { formatError, templateError } from '../template/errors';

/** The resources whose condition holds. */
export async function declaredResources(
  template: Template,
  scope: TemplateScope,
): Promise<Map<string, ResourceDeclaration>> {
  const entries = await Promise.all(
    Object.entries(template.resources).map(async ([logicalId, declared]) => ({
      logicalId,
      declared,
      exists: declared.condition === undefined || (await holds(declared.condition, scope)),
    })),
  );
  return new Map(
    entries.filter(({ exists }) => exists).map(({ logicalId, declared }) => [logicalId, declared]),
  );
}

/**
 * What each resource depends on: what it refers to and what it names in `DependsOn`.
 * @throws AwsError `ValidationError` where a reference names a resource whose condition does not hold
 */
export async function dependencies(
  declared: ReadonlyMap<string, ResourceDeclaration>,
  scope: TemplateScope,
): Promise<DependencyGraph> {
  const graph = new Map<string, readonly string[]>();
  for (const [logicalId, { properties, dependsOn }] of declared) {
    const taken = await withoutOtherBranches(properties, scope);
    const references = [...referencesIn(taken)].filter((name) => !(name in scope.parameters));
    const missing = references.filter((name) => !declared.has(name));
    if (missing.length > 0) {
      throw formatError(
        `Unresolved resource dependencies [${missing.join(', ')}] in the Resources block of the template`,
      );
    }
    graph.set(
      logicalId,
      [...new Set([...references, ...dependsOn])].filter((name) => declared.has(name)),
    );
  }
  return graph;
}

/** The properties of a resource with every function evaluated and the stack's tags added. */
export async function resolvedProperties(
  declared: ResourceDeclaration,
  provider: ResourceProvider,
  scope: TemplateScope,
  tags: readonly Tag[],
): Promise<JsonObject> {
  const properties = await evaluateObject(declared.properties, scope);
  if (provider.tags === undefined || tags.length === 0) return properties;
  return { ...properties, Tags: withTags(properties.Tags, provider.tags, tags) };
}

/** The scope with the resources that exist, also those that are made later on. */
export function withResources(
  scope: TemplateScope,
  resources: ReadonlyMap<string, StackResource>,
): TemplateScope {
  return {
    ...scope,
    reference: (logicalId) => {
      const physicalId = resources.get(logicalId)?.physicalId;
      if (physicalId === undefined) throw templateError(`resource ${logicalId} has no physical id yet`);
      return physicalId;
    },
    attribute: (logicalId, name) => {
      const value = resources.get(logicalId)?.attributes[name];
      if (value !== undefined) return value;
      throw templateError(`resource ${logicalId} does not support attribute type ${name} in Fn::GetAtt`);
    },
  };
}

function withTags(own: Json | undefined, form: 'list' | 'map', tags: readonly Tag[]): Json {
  if (form === 'map') {
    return {
      ...Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
      ...(isObject(own) ? own : {}),
    };
  }
  const list = isList(own) ? own : [];
  const keys = new Set(list.map((tag) => (isObject(tag) ? tag.Key : undefined)));
  return [...list, ...tags.filter(({ Key }) => !keys.has(Key)).map(({ Key, Value }) => ({ Key, Value }))];
}

/** References in the branch of an `Fn::If` that is not taken need not exist. */
async function withoutOtherBranches(value: Json, scope: TemplateScope): Promise<Json> {
  if (isList(value)) return Promise.all(value.map((item) => withoutOtherBranches(item, scope)));
  if (!isObject(value)) return value;
  const branches = value['Fn::If'];
  if (isList(branches) && branches.length === 3) {
    const taken =
      (await evaluate({ Condition: branches[0] as Json }, scope)) === true ? branches[1] : branches[2];
    return withoutOtherBranches(taken as Json, scope);
  }
  const entries = await Promise.all(
    Object.entries(value).map(async ([key, item]) => [key, await withoutOtherBranches(item, scope)] as const),
  );
  return Object.fromEntries(entries);
}
