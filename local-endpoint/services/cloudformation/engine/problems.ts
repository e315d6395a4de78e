import type { ResourceProvider } from '../../../kit/resources/provider';
import { findResourceProvider, type ResourceTypes } from '../resource-types';
import { isList, isObject, type Json, plain, type JsonObject } from '../../../kit/resources/json';
import { placeholdersIn } from '../template/references';
import type { ResourceDeclaration } from '../template/model';
import type { ResourceChange } from './change';
import type { TemplateProblem } from './change-set';
import { propertyChange } from './compare';
import type { StackResource } from './stack';

/** Why the endpoint cannot make a resource, by its declaration. */
export function declarationProblems(
  logicalId: string,
  declared: ResourceDeclaration,
  types: ResourceTypes,
  resources: ReadonlyMap<string, ResourceDeclaration>,
): TemplateProblem[] {
  const { type, properties, deletionPolicy } = declared;
  const problem = (path: string, cannot: string): TemplateProblem => ({
    logicalId,
    type,
    path: `/Resources/${logicalId}${path}`,
    message: `The local CloudFormation cannot ${cannot}`,
  });
  const provider = findResourceProvider(types, type);
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

/** Why the endpoint cannot make a resource, by the values of its properties. */
export function valueProblems(
  logicalId: string,
  { type }: ResourceDeclaration,
  provider: ResourceProvider,
  properties: JsonObject,
): TemplateProblem[] {
  const cannot = provider.cannot?.(properties);
  if (cannot === undefined) return [];
  const message = `The local CloudFormation cannot ${cannot} of ${logicalId} (${type})`;
  return [{ logicalId, type, path: `/Resources/${logicalId}/Properties`, message }];
}

/** Why the endpoint, or CloudFormation itself, cannot make a change. */
export function updateProblems(
  before: StackResource,
  declared: ResourceDeclaration,
  change: ResourceChange | undefined,
  provider: ResourceProvider,
): TemplateProblem[] {
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
        ? propertyChange(provider, name) !== 'replace'
        : propertyChange(provider, name) === 'refuse',
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
  const attributes =
    declared === undefined ? 'any' : (findResourceProvider(types, declared.type)?.attributes ?? []);
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
