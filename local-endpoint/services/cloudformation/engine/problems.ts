import type { ResourceProvider } from '../../../kit/resources/provider';
import { findProvider, type ResourceTypes } from '../resource-types';
import { isList, isObject, type Json, plain, type JsonObject } from '../template/json';
import { placeholdersIn } from '../template/references';
import type { ResourceDeclaration } from '../template/model';
import type { Change } from './change';
import type { Problem } from './change-set';
import { meaningOf } from './compare';
import type { StackResource } from './stack';

/** What of a declared resource the local CloudFormation cannot make. */
export function declarationProblems(
  logicalId: string,
  declared: ResourceDeclaration,
  types: ResourceTypes,
  resources: ReadonlyMap<string, ResourceDeclaration>,
): Problem[] {
  const { type, properties, deletionPolicy } = declared;
  const problem = (path: string, cannot: string): Problem => ({
    logicalId,
    type,
    path: `/Resources/${logicalId}${path}`,
    message: `The local CloudFormation cannot ${cannot}`,
  });
  const provider = findProvider(types, type);
  if (provider === undefined)
    return [problem('/Type', `create ${logicalId}: it has no provider for ${type}`)];
  const known = provider.properties;
  return [
    ...Object.keys(properties)
      .filter((name) => known !== 'any' && known[name] === undefined)
      .map((name) => problem(`/Properties/${name}`, `set property ${name} of ${logicalId} (${type})`)),
    ...(POLICIES.includes(deletionPolicy)
      ? []
      : [problem('/DeletionPolicy', `apply DeletionPolicy ${deletionPolicy} to ${logicalId} (${type})`)]),
    ...attributesIn(properties)
      .filter(([id, attribute]) => !hasAttribute(types, resources.get(id), attribute))
      .map(([id, attribute]) =>
        problem(
          '/Properties',
          `give attribute ${attribute} of ${id} (${resources.get(id)?.type}) to ${logicalId}`,
        ),
      ),
  ];
}

/** What of a resource's values the local CloudFormation cannot make. */
export function valueProblems(
  logicalId: string,
  { type }: ResourceDeclaration,
  provider: ResourceProvider,
  properties: JsonObject,
): Problem[] {
  const cannot = provider.cannot?.(properties);
  if (cannot === undefined) return [];
  const message = `The local CloudFormation cannot ${cannot} of ${logicalId} (${type})`;
  return [{ logicalId, type, path: `/Resources/${logicalId}/Properties`, message }];
}

/** What of a change the local CloudFormation, or CloudFormation itself, cannot do. */
export function updateProblems(
  before: StackResource,
  declared: ResourceDeclaration,
  change: Change | undefined,
  provider: ResourceProvider,
): Problem[] {
  const { logicalId, type } = before;
  if (type !== declared.type) {
    const message = `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${logicalId}]`;
    return [{ logicalId, type, path: `/Resources/${logicalId}/Type`, message }];
  }
  if (change === undefined || change.replacement === 'True') return [];
  return change.details
    .flatMap(({ name }) => (name === undefined ? [] : [name]))
    .filter((name) =>
      provider.update === undefined
        ? meaningOf(provider, name) !== 'replace'
        : meaningOf(provider, name) === 'refuse',
    )
    .map((name) => ({
      logicalId,
      type,
      path: `/Resources/${logicalId}/Properties/${name}`,
      message: `The local CloudFormation cannot update property ${name} of ${logicalId} (${type})`,
    }));
}

const POLICIES = ['Delete', 'Retain', 'RetainExceptOnCreate'];

function hasAttribute(
  types: ResourceTypes,
  declared: ResourceDeclaration | undefined,
  attribute: string,
): boolean {
  const attributes = declared === undefined ? 'any' : (findProvider(types, declared.type)?.attributes ?? []);
  return attributes === 'any' || attributes.includes(attribute);
}

function attributesIn(value: Json): [string, string][] {
  if (isList(value)) return value.flatMap(attributesIn);
  if (!isObject(value)) return [];
  const text = value['Fn::Sub'];
  if (typeof text === 'string')
    return placeholdersIn(text)
      .filter((name) => name.includes('.'))
      .map(split);
  const argument = value['Fn::GetAtt'];
  if (argument === undefined) return Object.values(value).flatMap(attributesIn);
  const [logicalId, attribute] = isList(argument) ? argument : split(plain(argument));
  return typeof logicalId === 'string' && typeof attribute === 'string' ? [[logicalId, attribute]] : [];
}

function split(name: string): [string, string] {
  const dot = name.indexOf('.');
  return [name.slice(0, dot), name.slice(dot + 1)];
}
